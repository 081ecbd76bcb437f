"""Permissions and events of the finance room."""

DID_READ = "finance:reading:take"
DID_ENTER = "finance:ledger:enter"

LEDGER = "finance_ledger"  # the sheet type this room can enter; names as in the intake contract
