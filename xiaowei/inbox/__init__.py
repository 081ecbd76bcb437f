"""Inbox (来信): messages from outside waiting for a person. Opens with WeChat; nothing lives here yet."""
