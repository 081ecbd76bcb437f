"""Pages for staff: the workbench (工作台)."""
