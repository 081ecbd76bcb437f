"""What a search means, and that what stands in a line is found by any piece of it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.refs import new_ref
from xiaowei.insight.searchwords import needles, plain, text_words, tokens_of

HAN = st.text(alphabet="路灯维护付收小麦光伏电费一二组张王李", min_size=2, max_size=20)
VILLAGE = new_ref()


def row(text: str, *, amount: int | None = None, day: dt.date | None = None) -> set[str]:
    """The words a line of May 2023 is found by."""
    may, june = dt.date(2023, 5, 1), dt.date(2023, 6, 1)
    return set(tokens_of(VILLAGE, text, amount=amount, start=may, until=june, day=day).split())


def leads(query: str, words: set[str]) -> bool:
    """Whether every part of the search leads to the row."""
    return all(any(set(way) <= words for way in needle.words) for needle in needles(query))


@given(text=HAN, start=st.integers(0, 18), length=st.integers(2, 10))
def test_any_two_or_more_characters_in_a_row_lead_to_the_line(text: str, start: int, length: int) -> None:
    piece = text[start : start + length]
    if len(piece) >= 2:
        assert leads(piece, row(text))
        assert needles(piece)[0].text == piece


@given(fen=st.integers(0, 10**11))
def test_an_amount_is_found_however_it_is_written(fen: int) -> None:
    words = row("付工程款", amount=fen)
    for typed in (f"{fen / 100:.2f}", f"{fen / 100:,.2f}元", f"¥{fen // 100}.{fen % 100:02d}"):
        assert leads(typed, words), typed


def test_wan_yuan_and_whole_yuan() -> None:
    assert leads("1.5万元", row("付工程款", amount=1_500_000))
    assert leads("3600", row("付工程款", amount=360_000))
    assert leads("3600", row("土地3600平方米", amount=None))  # a number may be a word, too
    assert not leads("3600", row("付工程款", amount=36_000))


@pytest.mark.parametrize("typed", ["2023年5月4日", "2023-05-04", "2023.5.4", "2023年5月", "2023年", "二〇二三年五月"])
def test_a_day_is_found_by_itself_its_month_and_its_year(typed: str) -> None:
    assert leads(typed, row("收电费", day=dt.date(2023, 5, 4)))
    assert not leads(typed, row("收电费", day=dt.date(2022, 7, 4)))


def test_a_line_without_a_day_is_found_by_the_month_of_its_publication() -> None:
    assert leads("2023年5月", row("收电费"))
    assert not leads("2023年6月", row("收电费"))


def test_full_width_blanks_and_case_make_no_difference() -> None:
    assert leads("ＡＢ１２", row("凭证 ab12 号"))
    assert plain("Ａ Ｂ") == "ab"
    assert text_words("") == set()
    assert needles("　 ") == ()


@given(typed=st.text(max_size=80))
def test_whatever_is_typed_is_understood_as_something(typed: str) -> None:
    for needle in needles(typed):
        for way in needle.words:
            assert all(word and '"' not in word and " " not in word for word in way)
