"""What the checks of a list tell, and where they keep silent; every row of a sheet is accounted for."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaowei.base.idnumbers import check_character
from xiaowei.base.sheets.tests.made import grid
from xiaowei.benefits.intake import Understanding, understand
from xiaowei.benefits.tests.quick import made

TITLE, UNDER = ["石桥村2023年5月农村低保发放公示表"], ["单位：元"]
HEAD = ["序号", "姓名", "身份证号", "人数", "金额", "状态", "备注"]
NAMES = ("赵甲子", "钱乙丑", "孙丙寅", "李丁卯", "周戊辰", "吴己巳")


def number(n: int) -> str:
    start = f"990101195001{n:02d}001"
    return start + check_character(start)


def people() -> list[list[Any]]:
    return [[n, name, number(n), n, 100 * n, None, None] for n, name in enumerate(NAMES, 1)]


def codes(what: Understanding) -> list[str]:
    assert what.type == "subsidy_household"
    for issue in what.issues:
        assert issue.message.endswith("。") and not any(name in issue.message for name in NAMES)
        assert not any(number(n) in issue.message for n in range(1, 7))
    return sorted(issue.code for issue in what.issues)


COLUMN = {"name": 1, "id": 2, "persons": 3, "amount": 4, "state": 5, "note": 6}
CHANGES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing": ({}, []),
    "masked with stars": ({"id": "990101********0011"}, []),
    "masked with another sign": ({"id": "990101XXXXXXXX0011"}, []),
    "a lower x": ({"id": number(3).lower()}, ["duplicate_id"]),
    "one ID, two people": ({"id": number(3)}, ["duplicate_id"]),
    "one person twice": ({"id": number(3), "name": NAMES[2]}, ["paid_twice"]),
    "a wrong last digit": ({"id": number(2)[:17] + ("1" if number(2)[17] != "1" else "2")}, ["bad_checksum"]),
    "17 digits": ({"id": number(2)[:17]}, ["bad_length"]),
    "19 digits": ({"id": number(2) + "1"}, ["bad_length"]),
    "an old number": ({"id": "990101500102001"}, ["bad_length"]),
    "a number that lost its end": ({"id": 990101195001020000}, ["bad_checksum"]),
    "a number shown short": ({"id": "9.90101E+17"}, ["bad_length"]),
    "a letter for a digit": ({"id": number(2)[:5] + "O" + number(2)[6:]}, ["bad_checksum"]),
    "no ID where all have one": ({"id": None}, ["blank_value"]),
    "no name": ({"name": None}, ["blank_value"]),
    "no amount": ({"amount": None}, ["blank_value"]),
    "no amount, and why": ({"amount": None, "note": "已死亡停发"}, []),
    "dead by the note": ({"note": "2023年3月去世"}, ["deceased_still_paid"]),
    "dead by the state": ({"state": "死亡"}, ["deceased_still_paid"]),
    "dead by the name": ({"name": "钱乙丑（已故）"}, ["deceased_still_paid"]),
    "struck off": ({"state": "户口注销"}, ["deceased_still_paid"]),
    "moved away": ({"note": "户口迁出"}, ["deceased_still_paid"]),
    "another died": ({"note": "丈夫已故"}, []),
    "taken by the son": ({"note": "户主已故，由其子代领"}, []),
    "paid until the end of the month": ({"note": "5月20日去世，次月停发"}, []),
    "nothing paid": ({"amount": 0}, ["zero_amount"]),
    "nothing paid, and why": ({"amount": 0, "note": "已去世停发"}, []),
    "taken back": ({"amount": -50, "note": "扣回"}, ["negative_amount"]),
    "taken back in brackets": ({"amount": "（50.00）"}, ["negative_amount"]),
    "two readings": ({"amount": "350/400"}, ["ambiguous_amount"]),
    "about": ({"amount": "约350"}, ["ambiguous_amount"]),
    "half a person": ({"persons": 2.5}, ["ambiguous_amount"]),
    "fewer than nobody": ({"persons": -2}, ["ambiguous_amount"]),
    "too much": ({"amount": 10**16}, ["ambiguous_amount"]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_told_of_one_row(change: str) -> None:
    changes, wanted = CHANGES[change]
    rows = people()
    for name, value in changes.items():
        rows[1][COLUMN[name]] = value
    assert codes(understand(made([TITLE, UNDER, HEAD, *rows]))) == wanted


TOTALS: dict[str, tuple[list[Any], list[str]]] = {
    "right": (["合计", "6户", None, 21, 2100], []),
    "wrong amount": (["合计", "6户", None, 21, 2000], ["declared_total_mismatch"]),
    "wrong persons": (["合计", "6户", None, 20, 2100], ["declared_total_mismatch"]),
    "wrong households": (["合计", "7户", None, 21, 2100], ["declared_total_mismatch"]),
    "wrong in capitals": (["合计（大写）：贰仟元整"], ["declared_total_mismatch"]),
    "right in capitals": (["合计（大写）：贰仟壹佰元整"], []),
}


@pytest.mark.parametrize("total", TOTALS)
def test_what_the_total_declares(total: str) -> None:
    row, wanted = TOTALS[total]
    what = understand(made([TITLE, UNDER, HEAD, *people(), row]))
    assert (codes(what), what.declared_match) == (wanted, not wanted)


AROUND: dict[str, tuple[list[list[Any]], list[str]]] = {
    "no period": ([["石桥村农村低保发放公示表"], UNDER, HEAD, *people()], ["incomplete"]),
    "only the time of the notice": (
        [["石桥村低保公示"], ["公示时间：2023年6月1日—7日  单位：元"], HEAD, *people()], ["incomplete"]),
    "no amounts": ([TITLE, UNDER, HEAD[:4], *(row[:4] for row in people())], ["incomplete"]),
    "no names": ([TITLE, UNDER, ["序号", "身份证号", "金额"], *([r[0], r[2], r[4]] for r in people())], ["incomplete"]),
    "nobody": ([TITLE, UNDER, HEAD, [1], [2], ["合计", None, None, 0, 0]], ["empty_template"]),
    "nobody, with formulas": (
        [TITLE, UNDER, HEAD, [1, None, None, None, "=D4*100"], ["合计", None, None, None, "=SUM(E4:E4)"]],
        ["empty_template"]),
    "an example only": ([TITLE, UNDER, HEAD, ["示例", "张三", None, 1, 100]], ["empty_template"]),
    "finished after the closing day": (
        [["石桥村2023年危房改造补助公示"], ["截止日期：2023年6月30日  单位：元"], ["序号", "姓名", "竣工日期", "金额"],
         [1, "赵甲子", "2023年5月1日", 100], [2, "钱乙丑", "2023年7月2日", 100]], ["date_after_as_of"]),
    "finished after the year": (
        [["石桥村2023年危房改造补助公示"], UNDER, ["序号", "姓名", "竣工日期", "金额"],
         [1, "赵甲子", "2023年5月1日", 100], [2, "钱乙丑", "2024年1月2日", 100]], ["date_after_as_of"]),
    "paid after the list was drawn up": (
        [["石桥村2023年危房改造补助公示"], ["制表日期：2023年6月1日  单位：元"], ["序号", "姓名", "发放日期", "金额"],
         [1, "赵甲子", "2023年6月20日", 100], [2, "钱乙丑", "2023年6月20日", 100]], []),
    "a cause that speaks of the dead": (
        [["石桥村2023年临时救助公示"], UNDER, ["序号", "姓名", "救助原因", "金额"],
         [1, "赵甲子", "丈夫车祸死亡", 100], [2, "钱乙丑", "主要劳动力去世", 100]], []),
    "two subsidies below each other": (
        [TITLE, UNDER, HEAD, *people(), [], ["石桥村2023年5月高龄津贴发放表"], HEAD, *people()], ["several_tables"]),
}  # fmt: skip


@pytest.mark.parametrize("case", AROUND)
def test_what_is_told_of_the_list(case: str) -> None:
    rows, wanted = AROUND[case]
    if case == "two subsidies below each other":
        assert wanted[0] in codes(understand(made(rows)))
    else:
        assert codes(understand(made(rows))) == wanted


def test_hidden_rows_are_read_and_told() -> None:
    def hide(_book: Any, sheet: Any) -> None:
        sheet.row_dimensions[5].hidden = True

    what = understand(made([TITLE, UNDER, HEAD, *people()], touch=hide))
    assert (codes(what), what.totals["amount"]) == (["hidden_row"], 210_000)


WORDS = st.sampled_from(
    [None, None, 1, 2.5, 300, "合计", "小计", "一组", "石桥村", "赵甲子", "钱乙丑", "2户", "备注：无",
     "制表人：孙丙寅", "姓名", "金额",
     "序号", "-", "约300", "=SUM(E4:E5)", "2023年5月", "990101********0011"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=8), max_size=12), st.sampled_from([1, 2]))
def test_every_row_is_read_or_skipped_for_a_reason(rows: list[list[Any]], panels: int) -> None:
    what = understand(grid([TITLE, UNDER, ["序号", "姓名", "人数", "金额"] * panels, *people()[:2], *rows]))
    if what.type == "unknown":
        assert what.issues
        return
    [part] = what.sheets
    assert list(part.row_fates) == list(range(1, len(part.row_fates) + 1)) and len(part.row_fates) == 5 + len(rows)
    assert set(part.row_fates.values()) <= {
        "title", "header", "line", "blank", "subtotal", "total", "note", "signature", "member", "heading",
    }  # fmt: skip
    assert {row.row for row in what.rows} == set(part.data_rows)
    assert what.totals.get("amount", 0) == sum(row.amount or 0 for row in what.rows)
