"""Permissions and events of the benefits room."""

SETTLE = "benefits:match:settle"

DID_READ = "benefits:reading:take"
DID_PLACE = "benefits:reading:place"
DID_ENTER = "benefits:batch:enter"
DID_SETTLE = "benefits:match:settle"
