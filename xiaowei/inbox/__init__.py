"""Inbox (来信): messages from outside waiting for a person. Nothing lives here yet."""
