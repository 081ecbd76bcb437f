"""Permissions and events of the finance room."""

DID_READ = "finance:reading:take"
DID_ENTER = "finance:ledger:enter"

LEDGER, TWO_SIDED = "finance_ledger", "finance_two_sided"  # sheet types this room can enter, as in the intake contract
ENTERED = frozenset({LEDGER, TWO_SIDED})
