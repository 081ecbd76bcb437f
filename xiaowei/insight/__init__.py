"""Insight (研判): boards and warning rules. Nothing lives here yet."""
