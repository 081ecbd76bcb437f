"""Any list in any layout comes back to the fen; a wrong total never passes in silence."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from xiaowei.base.sheets.tests.made import grid
from xiaowei.benefits.intake import understand

HEADS = {
    "number": ("序号", "编号"),
    "village": ("村", "村名", "行政村", "村（社区）"),
    "name": ("户主姓名", "姓名", "农户姓名", "补贴对象"),
    "id": ("身份证号码", "身份证号"),
    "area": ("补贴面积（亩）", "面积", "核定补贴面积(亩)"),
    "amount": ("补贴金额（元）", "金额（元）", "实发金额(元)"),
    "note": ("备注", "说明"),
}
SURNAMES, STEMS = "赵钱孙李周吴郑王", ("甲子", "乙丑", "丙寅", "丁卯", "戊辰")
VILLAGES = ("柳沟村", "石桥村", "河东村")
households = st.lists(
    st.tuples(
        st.sampled_from(SURNAMES),
        st.sampled_from(STEMS),
        st.integers(0, len(VILLAGES) - 1),
        st.integers(1, 99_999),  # hundredths of a mu
        st.integers(1, 50_000_000),  # fen
    ),
    min_size=1,
    max_size=25,
)


def money(fen: int, style: str) -> Any:
    if style == "number":
        return Decimal(fen) / 100
    return f"{fen / 100:,.2f}" if style == "grouped" else f"{Decimal(fen) / 100:.2f}元"


@st.composite
def layouts(draw: st.DrawFn) -> dict[str, Any]:
    optional = draw(st.sets(st.sampled_from(["number", "id", "note"])))
    order = draw(st.permutations(["name", "village", "area", "amount", *sorted(optional)]))
    return {
        "order": order,
        "heads": [draw(st.sampled_from(HEADS[name])) for name in order],
        "style": draw(st.sampled_from(["number", "grouped", "with unit"])),
        "down": draw(st.booleans()),
        "subtotals": draw(st.booleans()),
        "total": draw(st.sampled_from(["none", "below", "above"])),
        "wrong": draw(st.integers(-3, 3)),
        "blank": draw(st.booleans()),
        "title": draw(st.sampled_from(["2022年青石镇耕地地力保护补贴公示", "青石镇二〇二二年度地力补贴发放表"])),
    }


def written(people: list[tuple[str, str, int, int, int]], how: dict[str, Any]) -> list[list[Any]]:
    """The rows of the sheet, sorted by village, filled down or not, with sums where the layout has them."""

    def line(**cells: Any) -> list[Any]:
        return [cells.get(name) for name in how["order"]]

    def sums(label: str, some: list[tuple[str, str, int, int, int]], wrong: int = 0) -> list[Any]:
        first = next(name for name in how["order"] if name not in ("area", "amount", "id", "note"))
        fen, area = sum(one[4] for one in some) + wrong, Decimal(sum(one[3] for one in some)) / 100
        return line(**{first: label, "amount": money(fen, how["style"]), "area": area})

    rows: list[list[Any]] = [[how["title"]], ["单位：元"], list(how["heads"])]
    total = sums("合　计", people, how["wrong"])
    if how["total"] == "above":
        rows.append(total)
    last, part = -1, []
    for n, (surname, stem, village, area, fen) in enumerate(people, 1):
        if how["subtotals"] and part and village != last:
            rows.append(sums("小计", part))
            part = []
        part.append((surname, stem, village, area, fen))
        place = VILLAGES[village] if village != last or not how["down"] else None
        last = village
        rows.append(
            line(
                number=n, village=place, name=surname + stem, area=Decimal(area) / 100, amount=money(fen, how["style"])
            )
        )
    if how["subtotals"]:
        rows.append(sums("小计", part))
    if how["blank"]:
        rows.append([])
    if how["total"] == "below":
        rows.append(total)
    return [*rows, ["注：另有复耕面积359.64亩不予兑现。"]]


@settings(max_examples=120, deadline=None)
@given(households, layouts())
def test_any_list_comes_back_to_the_fen(people: list[tuple[str, str, int, int, int]], how: dict[str, Any]) -> None:
    people = sorted(people, key=lambda one: one[2])
    what = understand(grid(written(people, how)))
    assert what.type == "subsidy_household"
    assert what.subsidy == "耕地地力保护补贴"
    assert [row.amount for row in what.rows] == [one[4] for one in people]
    assert [row.village for row in what.rows] == [VILLAGES[one[2]] for one in people]
    assert what.totals["amount"] == sum(one[4] for one in people)
    assert what.totals["area_mu"] == Decimal(sum(one[3] for one in people)) / 100
    told = {issue.code for issue in what.issues}
    if how["total"] == "none":
        assert not what.declared
        assert told <= {"amount_mismatch"}
    else:
        assert what.declared_match is (how["wrong"] == 0)
        assert ("declared_total_mismatch" in told) is (how["wrong"] != 0)
