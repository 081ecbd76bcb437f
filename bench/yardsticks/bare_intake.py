"""Yardstick for a list: python-calamine reads the file, one `executemany` stores what it read. No check, no mask."""

import sqlite3
import sys

import python_calamine


def main() -> None:
    rows = python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
    database = sqlite3.connect(sys.argv[2])
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute(f"CREATE TABLE rows (id INTEGER PRIMARY KEY, {', '.join(f'c{n}' for n in range(10))})")
    with database:
        database.executemany(f"INSERT INTO rows VALUES (NULL, {', '.join('?' * 10)})", rows)


if __name__ == "__main__":
    main()
