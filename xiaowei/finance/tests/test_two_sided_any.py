"""Any two-sided account in any layout comes back to the fen; a wrong total never passes in silence."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from xiaowei.base.sheets.tests.made import grid
from xiaowei.finance.intake import understand

NAMES = {
    "income": ("收租金", "上级拨付运转经费", "收鱼塘承包费", "存款利息"),
    "expense": ("付电费", "购办公用品", "付保洁员工资", "维修水管3处"),
}
SIDES = ("income", "expense")
amounts = st.lists(st.integers(1, 10**9), min_size=1, max_size=12)


@st.composite
def layouts(draw: st.DrawFn) -> dict[str, Any]:
    fields = [draw(st.permutations(["summary", "amount", *draw(st.sets(st.sampled_from(["more"])))])) for _ in SIDES]
    return {
        "fields": dict(zip(SIDES, fields, strict=True)),
        "first": draw(st.sampled_from(SIDES)),
        "numbered": draw(st.booleans()),
        "opening": draw(st.one_of(st.none(), st.integers(1, 10**8))),
        "counted": draw(st.booleans()),
        "total": draw(st.booleans()),
        "closing": draw(st.booleans()),
        "wrong": draw(st.integers(-2, 2)),
    }


def half(side: str, fens: list[int], how: dict[str, Any]) -> list[list[Any]]:
    """One half's columns: header word, header, entries, sum, balance."""
    heads = {"summary": "项目", "amount": "金额（元）", "more": "备注", "number": "序号"}
    fields = [*(["number"] if how["numbered"] else []), *how["fields"][side]]

    def line(**cells: Any) -> list[Any]:
        return [cells.get(name) for name in fields]

    entries = [(NAMES[side][n % 4], fen) for n, fen in enumerate(fens)]
    opening = how["opening"]
    if side == "income" and opening:
        entries.insert(0, ("上年结余", opening))
    rows = [line(number=n, summary=name, amount=f"{fen / 100:,.2f}") for n, (name, fen) in enumerate(entries, 1)]
    total = sum(fens) + (opening if opening and how["counted"] and side == "income" else 0) + how["wrong"]
    top = [{"income": "收入", "expense": "支出"}[side], *([None] * (len(fields) - 1))]
    return [top, [heads[name] for name in fields], *rows, line(summary="合计", amount=f"{total / 100:,.2f}")]


def written(incomes: list[int], expenses: list[int], how: dict[str, Any]) -> list[list[Any]]:
    halves = {"income": half("income", incomes, how), "expense": half("expense", expenses, how)}
    order = [how["first"], *(side for side in SIDES if side != how["first"])]
    longest = max(len(rows) for rows in halves.values())
    for rows in halves.values():
        blank = [None] * len(rows[0])
        rows[-1:-1] = [list(blank) for _ in range(longest - len(rows))]
        if not how["total"]:
            rows.pop()
    body = [[*halves[order[0]][n], *halves[order[1]][n]] for n in range(len(halves["income"]))]
    if how["closing"]:
        closing = sum(incomes) - sum(expenses) + (how["opening"] or 0)
        at = 0 if order[0] == "income" else len(halves["expense"][0])
        fields = [*(["number"] if how["numbered"] else []), *how["fields"]["income"]]
        row: list[Any] = [None] * len(body[0])
        row[at + fields.index("summary")] = "本期结余"
        row[at + fields.index("amount")] = f"{closing / 100:,.2f}"
        body.append(row)
    return [["柳沟村2022年上半年收支公开"], ["单位：元"], *body, ["村会计：赵甲子"]]


@settings(max_examples=120, deadline=None)
@given(amounts, amounts, layouts())
def test_any_account_comes_back_to_the_fen(incomes: list[int], expenses: list[int], how: dict[str, Any]) -> None:
    what = understand(grid(written(incomes, expenses, how)))
    assert what.type == "finance_two_sided"
    assert (what.income, what.expense) == (sum(incomes), sum(expenses))
    assert what.opening == how["opening"]
    told = {issue.code for issue in what.issues}
    if how["opening"] or how["closing"]:
        assert what.closing == sum(incomes) - sum(expenses) + (how["opening"] or 0)
    # a wrong sum of incomes may happen to be the sum without what was carried forward
    apart = how["opening"] and how["counted"] and how["opening"] + how["wrong"] == 0
    if how["total"] and not apart:
        assert ("declared_total_mismatch" in told) is (how["wrong"] != 0)
        assert what.declared_match is (how["wrong"] == 0)
    assert told <= {"declared_total_mismatch", "opening_in_income"}
    if how["opening"] and how["total"] and how["wrong"] == 0:
        assert ("opening_in_income" in told) is how["counted"]
