"""Cases (诉求): one engine for everything that has an asker, a clock and an answer.

Others call `actions.open_case`, `access.case_for`, `access.cases_for`."""
