"""Charts: every figure is text too, bars stay inside, long names make room."""

from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from xiaowei.doors.villager.charts import SHORT, bars, share_of


@dataclass(frozen=True)
class Group:
    name: str
    fen: int
    share: Decimal


GROUPS = st.lists(
    st.builds(
        Group,
        st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30),
        st.integers(-(10**9), 10**12),
        st.decimals(0, 100, places=1),
    ),
    min_size=1,
    max_size=12,
).map(tuple)


@given(GROUPS)
def test_every_group_is_drawn_and_told(groups: tuple[Group, ...]) -> None:
    svg = ElementTree.fromstring(bars(groups, side="in", title="收入"))
    told = svg.findtext("desc") or ""
    assert all(group.name in told for group in groups)
    widths = [float((rect.get("width") or "").rstrip("%")) for rect in svg.iter("rect")]
    assert all(0 <= width <= 100 for width in widths) and len(widths) == 2 * len(groups)
    drawn = "".join(text.text or "" for text in svg.iter("text"))
    assert all(group.name in drawn.replace(",", "") or group.name in drawn for group in groups)
    beside_amount = [t for t in svg.iter("text") if t.get("x") == "0"]
    amounts = {t.get("y") for t in svg.iter("text") if t.get("x") == "100%"}
    assert all(len(t.text or "") <= SHORT for t in beside_amount if t.get("y") in amounts)


def test_nothing_to_draw_draws_nothing() -> None:
    assert bars((), side="out", title="支出") == ""


def test_a_strip_never_leaves_its_place() -> None:
    assert (share_of(5, 0), share_of(1, 2), share_of(9, 2)) == ("0.00%", "50.00%", "100.00%")
