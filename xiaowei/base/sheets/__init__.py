"""Messy workbooks read into one typed grid: no database, no Django, in a process of its own.

Others call `run.read_apart`, `grid.cell_name`, `amounts`, `dates`, `periods`.
"""
