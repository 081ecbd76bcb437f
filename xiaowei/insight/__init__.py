"""Insight (研判): boards and warning rules. Opens with the boards; nothing lives here yet."""
