"""Accounts (账号): credentials, log-in and its throttle, and forms parked while somebody logs in again."""
