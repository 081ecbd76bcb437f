"""What is shown never lets a small group be found: not directly, and not by subtraction."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.insight.smallgroups import K, Table, hide_small

COUNTS = st.dictionaries(st.integers(0, 99), st.integers(0, 30), max_size=8)


def feasible(table: Table[int], key: int) -> tuple[int, float]:
    """The least and the most a hidden cell can be to somebody who reads the table and knows that none is negative."""
    if table.total is None:
        return 0, float("inf")
    rest = table.total - sum(count for count in table.cells.values() if count is not None)
    others = sum(1 for other, count in table.cells.items() if count is None and other != key)
    return (0 if others else rest), rest


@given(COUNTS)
def test_no_small_count_is_shown_and_none_can_be_found(counts: dict[int, int]) -> None:
    table = hide_small(counts)
    assert table.total is None or table.total >= K
    for key, count in counts.items():
        shown = table.cells[key]
        assert shown in (None, count) and (shown is None or shown >= K)
        if shown is None:
            least, most = feasible(table, key)
            assert most - least >= K and least <= count <= most


@given(COUNTS)
def test_nothing_is_hidden_without_need(counts: dict[int, int]) -> None:
    table = hide_small(counts)
    small = [count for count in counts.values() if count < K]
    if not small:
        assert dict(table.cells) == counts and table.total in (None, sum(counts.values()))
    hidden = [count for key, count in counts.items() if table.cells[key] is None]
    if len(small) >= 2 and sum(small) >= K:
        assert len(hidden) == len(small)


@given(COUNTS, st.randoms())
def test_the_order_of_rows_hides_no_more(counts: dict[int, int], order: Random) -> None:
    rows = list(counts.items())
    order.shuffle(rows)
    again = hide_small(dict(rows))
    first = hide_small(counts)
    assert again.total == first.total
    assert sorted(map(str, again.cells.values())) == sorted(map(str, first.cells.values()))


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ([], [], None),
        ([4], [None], None),
        ([7], [7], 7),
        ([0, 9], [None, None], 9),
        ([2, 7, 9], [None, None, 9], 18),
        ([2, 3, 9], [None, None, 9], 14),
        ([1, 1, 9, 6], [None, None, 9, None], 17),
        ([1, 1], [None, None], None),
    ],
)
def test_examples(counts: list[int], shown: list[int | None], total: int | None) -> None:
    table = hide_small(dict(enumerate(counts)))
    assert ([table.cells[n] for n in range(len(counts))], table.total) == (shown, total)
