"""Habits of the house that matter enough to be checked; each check is a file with `faults(root)`, and has a test."""
