"""Doors: HTTP only, never a rule. The doors do not know each other."""
