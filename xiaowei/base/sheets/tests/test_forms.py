"""What the product makes, it reads: an empty form is told from a filled one, and a filled one says what it holds."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from xiaowei.base.sheets import forms
from xiaowei.base.sheets.forms import Heading
from xiaowei.base.sheets.run import read_apart
from xiaowei.ops.intake import as_json, understand

MONTH = Heading("示范县青石镇下宫村", "2023年5月")
YEAR = Heading("示范县青石镇下宫村", "2023年", "2022年12月31日")
DAY = dt.date(2023, 5, 4)
IDS = ("990101197806020135", "99010119830208026X")


BEGAN, ENDS = dt.date(2021, 1, 1), dt.date(2025, 12, 31)
MONTHS = [f"month{n}" for n in range(1, 13)]


def table(keys: str, *rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Rows as the form takes them; numbers written as text are money or measures."""
    return [dict(zip(keys.split(), map(_typed, row), strict=True)) for row in rows]


def _typed(value: Any) -> Any:
    return (
        Decimal(value) if isinstance(value, str) and value.replace(".", "").isdecimal() and len(value) < 16 else value
    )


# two rows of each kind, and what they come to
FILLED: dict[str, tuple[Heading, list[dict[str, Any]], dict[str, str]]] = {
    "finance_ledger": (
        MONTH,
        table(
            "number date voucher summary income expense balance",
            (1, DAY, "记-1", "收荒地租金", "4800", None, "5800.5"),
            (2, DAY, "记-2", "付路灯电费", None, "600.25", "5200.25"),
        ),
        {"income": "4800.00", "expense": "600.25"},
    ),
    "finance_two_sided": (
        MONTH,
        table(
            "income_date income_summary income expense_date expense_summary expense",
            (DAY, "收荒地租金", "4800", DAY, "付路灯电费", "600.25"),
            (None, None, None, DAY, "付垃圾清运", "99.75"),
        ),
        {"income": "4800.00", "expense": "700.00"},
    ),
    "subsidy_household": (
        YEAR,
        table(
            "number group name id_number area standard amount",
            (1, "一组", "赵甲子", IDS[0], "7.26", "131.42", "954.11"),
            (2, "一组", "钱乙丑", IDS[1], "4.5", "131.42", "591.39"),
        ),
        {"area_mu": "11.76", "amount": "1545.50"},
    ),
    "subsidy_summary": (
        YEAR,
        table(
            "number village households area amount",
            (1, "下宫村", 181, "596.967", "78453.4"),
            (2, "上宫村", 528, "1456.224", "191376.96"),
        ),
        {"households": "709", "area_mu": "2053.191", "amount": "269830.36"},
    ),
    "asset_register": (
        YEAR,
        table(
            "number name measure quantity acquired original depreciation net use",
            (1, "办公楼", "平方米", 320, "2009年10月", "386400", "123648", "262752", "自用"),
            (2, "机井", "眼", 4, "2015年", "128000", "62720", "65280", "自用"),
        ),
        {"original": "514400.00", "depreciation": "186368.00", "net": "328032.00"},
    ),
    "contract_register": (
        YEAR,
        table(
            "number lessor object area lessee start end years annual contract",
            ("HT-1", "下宫村", "荒地", "12", "赵甲子", BEGAN, ENDS, "5年", "3600", "18000"),
            ("HT-2", "下宫村", "鱼塘", "2.5", "钱乙丑", BEGAN, ENDS, "5年", "500", "2500"),
        ),
        {"annual": "4100.00", "contract": "20500.00"},
    ),
    "project_list": (
        YEAR,
        table(
            "number name category amount executor",
            (1, "人畜饮水安全工程", "基础设施", "230", "示范县水利局"),
            (2, "饲料加工基地扩建", "产业发展", "167", "青石镇人民政府"),
        ),
        {"amount_wan": "397", "amount_yuan": "3970000"},
    ),
    "party_dues": (
        YEAR,
        table(
            " ".join(["number", "name", "standard", *MONTHS, "amount"]),
            (1, "何乙丑", "1", *["1"] * 12, "12"),
            (2, "施丁卯", "0.5", *["0.5"] * 6, *[None] * 6, "3"),
        ),
        {"amount": "15"},
    ),
    "allocation_table": (
        YEAR,
        table("number place villages communities amount", (1, "青石镇", 8, 1, "36"), (2, "白塔镇", 5, 0, "20")),
        {"villages": "13", "amount_wan": "56"},
    ),
    "income_distribution": (
        YEAR,
        table("number group name persons amount", (1, "一组", "赵甲子", 4, "800"), (2, "一组", "钱乙丑", 3, "600")),
        {"persons": "7", "amount": "1400.00"},
    ),
    "finance_budget": (
        YEAR,
        table("number item income expense", (1, "土地租金", "6000", None), (2, "水电路灯维护", None, "4500.5")),
        {"income": "6000.00", "expense": "4500.50"},
    ),
}


def understood(kind: str, heading: Heading, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return as_json(understand(read_apart(forms.make(kind, heading, rows))))


def test_every_form_is_filled_in_here() -> None:
    assert set(FILLED) == set(forms.forms())


@pytest.mark.parametrize("kind", forms.forms())
def test_an_empty_form_is_told_from_a_filled_one(kind: str) -> None:
    found = understood(kind, FILLED[kind][0], [])
    assert (found["type"], found["data_rows"]) == (kind, 0)
    assert "empty_template" in [issue["code"] for issue in found["issues"]]


@pytest.mark.parametrize("kind", forms.forms())
def test_a_filled_form_says_what_it_holds(kind: str) -> None:
    heading, rows, totals = FILLED[kind]
    found = understood(kind, heading, rows)
    assert found["type"] == kind, found
    assert found["data_rows"] == (3 if kind == "finance_two_sided" else len(rows))
    got = {name: Decimal(str(found["totals"][name])) for name in totals}
    assert got == {name: Decimal(value) for name, value in totals.items()}
    assert found["declared_match"] in (True, None)
    assert [issue for issue in found["issues"] if issue["severity"] == "error"] == []
