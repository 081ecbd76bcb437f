"""One clerk's ledger, written in every way clerks write it, is understood the same."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xiaowei.base.sheets.run import read_apart
from xiaowei.base.sheets.tests.biff import xls
from xiaowei.finance.intake import Understanding, understand
from xiaowei.finance.intake.as_json import as_json
from xiaowei.finance.tests.ledgers import Ledger, a_month, as_number, grouped, in_wan, yuan

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "disclosures" / "01_下宫村_2023年5月_财务收支明细.xlsx"
SYNONYMS = {
    "handler": "经办人", "summary": "事 由", "date": "时间", "balance": "余额（元）", "expense": "支出金额（元）",
    "income": "收入金额（元）", "voucher": "凭证字号", "number": "编号",
}  # fmt: skip
SIDES = {"date": "日期", "summary": "内容", "expense": "付方", "income": "收方", "balance": "结存", "voucher": "凭证"}
DEBIT = {"date": "日期", "voucher": "凭证", "summary": "摘要", "income": "借方", "expense": "贷方", "balance": "余额"}


def understood(data: bytes) -> Understanding:
    return understand(read_apart(data))


def numbers(what: Understanding | Ledger) -> tuple[int | None, ...]:
    return what.opening, what.income, what.expense, what.closing


def test_the_sample_is_exact() -> None:
    expected = json.loads(SAMPLE.with_suffix(".expected.json").read_text(encoding="utf-8"))
    answer = as_json(understand(read_apart(SAMPLE)))
    for key in ("type", "period", "unit", "sheets", "data_rows", "totals", "declared", "declared_match", "issues"):
        assert answer[key] == expected[key], key
    assert expected["village"]["name"].endswith(answer["village"]["name"])
    assert [row["row"] for row in answer["rows"]] == expected["sheets"][0]["data_rows"]


def test_every_row_of_the_sample_has_a_fate() -> None:
    what = understand(read_apart(SAMPLE))
    fates = list(what.row_fates.values())
    assert {fate: fates.count(fate) for fate in set(fates)} == {
        "title": 2, "header": 1, "opening": 1, "line": 17, "blank": 2, "total": 1, "note": 1, "signature": 1,
    }  # fmt: skip


MORE = {"number": "序号", "date": "日期", "kind": "项目", **SIDES, "summary": "摘要", "remark": "备注", "note": "说明"}


def serial(day: int) -> int:
    return (dt.date(2023, 5, day) - dt.date(1899, 12, 30)).days


VARIANTS: dict[str, Ledger] = {
    "plain": a_month(),
    "numbers": a_month(money=as_number),
    "date cells": a_month(day=lambda day: dt.date(2023, 5, day)),
    "serial days": a_month(day=serial),
    "dotted days": a_month(day=lambda day: f"2023.5.{day}"),
    "days without a year": a_month(day=lambda day: f"5月{day}日"),
    "Chinese title": a_month(title="下宫村二〇二三年五月份财务收支明细表"),
    "synonyms and another order": a_month(headers=SYNONYMS),
    "more columns": a_month(headers=MORE),
    "sides": a_month(headers=SIDES),
    "debit and credit": a_month(headers=DEBIT),
    "blank rows": a_month(blanks=(2, 5, 6), lead=2),
    "no total": a_month(total_label=None),
    "no opening": a_month(opening_label=None),
    "wide labels": a_month(total_label="合    计", opening_label="上期结余"),
    "title below": a_month(title="编制单位：青石镇下宫村村民委员会  单位：元", subtitle="2023年5月份财务收支明细表"),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_month_in_another_hand(variant: str) -> None:
    ledger = VARIANTS[variant]
    what = understood(ledger.xlsx())
    assert (what.type, what.village_name, what.unit) == ("finance_ledger", "青石镇下宫村", "元")
    assert what.period is not None
    assert what.period.label == "2023年5月"
    assert numbers(what) == numbers(ledger)
    assert [line.date for line in what.lines] == [dt.date(2023, 5, entry["day"]) for entry in ledger.entries]
    assert what.issues == []


def test_debit_and_credit_that_mean_the_opposite_are_told_by_the_balances_and_never_guessed() -> None:
    turned = {**DEBIT, "income": "贷方", "expense": "借方"}
    assert numbers(understood(a_month(headers=turned).xlsx())) == numbers(a_month())
    blind = {name: word for name, word in turned.items() if name != "balance"}
    assert understood(a_month(headers=blind).xlsx()).type == "unknown"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_the_same_month_as_text(encoding: str) -> None:
    ledger = a_month()
    assert numbers(understood(ledger.csv(encoding))) == numbers(ledger)


def test_the_same_month_in_the_old_format() -> None:
    ledger = a_month(money=as_number)
    what = understood(xls(ledger.rows()))
    assert (numbers(what), what.issues) == (numbers(ledger), [])


def test_in_units_of_ten_thousand() -> None:
    ledger = a_month(money=in_wan, subtitle="编制单位：青石镇下宫村村民委员会  单位：万元")
    what = understood(ledger.xlsx())
    assert (numbers(what), what.unit, what.issues) == (numbers(ledger), "万元", [])
    assert as_json(what)["totals"]["income_wan"] == f"{ledger.income / 1_000_000:.6f}".rstrip("0")


def test_formulas_without_a_stored_result_are_computed_and_told() -> None:
    def touch(_book: Any, sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["F17"] = "=SUM(F5:F16)"

    ledger = a_month(money=as_number)
    what = understood(ledger.xlsx(touch))
    assert numbers(what) == numbers(ledger)
    assert (what.declared["expense"], what.declared_match) == (ledger.expense, True)
    assert [(issue.code, issue.cell) for issue in what.issues] == [("formula_without_cached_value", "F17")]


def book(*rows: list[Any], merges: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for merge in merges:
        made.active.merge_cells(merge)
    from io import BytesIO

    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_cash_book_with_month_and_day() -> None:
    what = understood(
        book(
            ["石桥村现金日记账"], ["2024年2月   单位：元"],
            ["2024年", None, "凭证号", "摘要", "收入", "支出", "结余"], ["月", "日"],
            [None, None, None, "上月结存", None, None, 100], [2, 3, "1", "收租金", 50, None, 150],
            [None, 5, "2", "付电费", None, 30.5, 119.5], [None, None, None, "本月合计", 50, 30.5, 119.5],
            merges=("A3:B3", "C3:C4", "D3:D4", "E3:E4", "F3:F4", "G3:G4"),
        )
    )  # fmt: skip
    assert numbers(what) == (10_000, 5_000, 3_050, 11_950)
    assert [line.date for line in what.lines] == [dt.date(2024, 2, 3), dt.date(2024, 2, 5)]
    assert (what.header_rows, what.issues) == ((3, 4), [])


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: book(["下宫村2023年收支预算"], ["项目", "收入", "支出"], ["租金", 5, None]), "unknown_type"),
        (lambda: book(["下宫村2023年补贴"], ["序号", "姓名", "金额（元）"], [1, "赵甲子", 5]), "unknown_type"),
        (
            lambda: book(["下宫村2023年5月"], ["日期", "摘要", "收入", "支出"], ["5月1日", "甲", "多", "少"]),
            "unknown_type",
        ),
        (lambda: book([None]), "empty_template"),
    ],
)
def test_another_kind_is_unknown_and_never_guessed(make: Callable[[], bytes], code: str) -> None:
    what = understood(make())
    assert what.type == "unknown"
    assert [issue.code for issue in what.issues] == [code]


def test_an_unknown_table_still_says_what_is_sure() -> None:
    data = book(
        ["青石镇2020年12月低保花名册"], ["制表单位：青石镇民政办  单位：元"], ["序号", "村", "金额"], [1, "下宫村", 5]
    )
    answer = as_json(understood(data))
    assert answer["township"] == {"name": "青石镇"}
    assert answer["period"]["label"] == "2020年12月"
    assert answer["unit"] == "元"
    assert answer["sheets"][0]["headers"] == ["序号", "村", "金额"]


entries = st.lists(
    st.fixed_dictionaries(
        {
            "income": st.booleans(),
            "fen": st.integers(min_value=1, max_value=10**9),
            "day": st.integers(min_value=1, max_value=31),
            "summary": st.sampled_from(["收租金", "付电费", "付清淤（挖机3小时）"]),
        }
    ),
    min_size=1,
    max_size=15,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(entries, st.integers(0, 10**10), st.sampled_from([grouped, yuan]), st.permutations(list(Ledger().headers)))
def test_any_ledger_comes_back_to_the_fen(
    entries: list[dict[str, Any]], opening: int, money: Callable[[int], Any], order: list[str]
) -> None:
    words = Ledger().headers
    ledger = Ledger(entries=entries, opening=opening, money=money, headers={name: words[name] for name in order})
    what = understood(ledger.xlsx())
    assert numbers(what) == numbers(ledger)
    assert what.declared_match
    assert what.issues == []
