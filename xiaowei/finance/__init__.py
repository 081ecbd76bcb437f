"""Finance (三资): the village's ledgers, entered from the clerk's own spreadsheet.

Others call `intake.understand`, `actions.enter_ledger`, `queries.ledger`."""
