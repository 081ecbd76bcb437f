"""Permissions and events of the almanac."""

ENTER = "almanac:year:enter"  # the permission and the trail entry share the name: one verb
