"""Insight (研判): read models of an area for its board, and what of them may be shown to whom. No tables, no verbs.

Others call `boards.board`, `villages.village_board`; `smallgroups.hide_small` is for whoever shows counts to those who
may not open what is counted."""
