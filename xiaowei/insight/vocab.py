"""Permissions of the insight room."""

BOARD = "insight:board:view"
