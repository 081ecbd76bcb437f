"""How large the large county is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """The defaults come to about 20,000 publications with 400,000 rows in 343 villages."""

    townships: int = 20
    villages: int = 16  # of each township
    months: int = 12
    households: int = 50  # of each village
    lines: int = 52  # of one month's accounts, on the average
    read: int = 1000  # publications that go through the whole intake: as files, read in a process of their own
    cases: int = 5  # of each village
    ratings: int = 8  # of each village


WHOLE = Size()
TINY = Size(townships=1, villages=2, months=1, households=6, lines=4, read=2, cases=2, ratings=2)
