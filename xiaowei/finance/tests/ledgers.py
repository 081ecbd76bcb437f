"""A clerk's workbook made to order: the ledger of a month, written the way this or that clerk would."""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import openpyxl

CLERKS = ("赵甲子", "钱乙丑", "孙丙寅", "李丁卯")
INCOME = ("收光伏发电电费收入", "收荒地12亩租金", "收存款利息", "收上级拨付村级组织运转经费")
EXPENSE = ("付保洁员工资（6人×300元）", "付路灯电费", "付防汛沙袋", "付办公用品（打印纸）", "付垃圾清运费")


def yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def grouped(fen: int) -> str:
    return f"{fen / 100:,.2f}"


def as_number(fen: int) -> float | int:
    return fen // 100 if fen % 100 == 0 else fen / 100


def in_wan(fen: int) -> float:
    return round(fen / 1_000_000, 6)


@dataclass
class Ledger:
    """What stands in the sheet; every part can be changed before it is written."""

    title: str = "下宫村2023年5月份财务收支明细表"
    subtitle: str = "编制单位：青石镇下宫村村民委员会          2023年5月31日          单位：元"
    headers: dict[str, str] = field(
        default_factory=lambda: {
            "number": "序号", "date": "日期", "voucher": "凭证号", "summary": "摘要",
            "income": "收入", "expense": "支出", "balance": "结余", "handler": "经手人",
        }
    )  # fmt: skip
    opening: int = 4_821_537
    entries: list[dict[str, Any]] = field(default_factory=list)
    money: Callable[[int], Any] = grouped
    day: Callable[[int], Any] = lambda day: f"2023年5月{day}日"
    lead: int = 0  # blank rows above the title
    blanks: tuple[int, ...] = ()  # before which entries a row stays empty
    opening_label: str | None = "上月结转"
    total_label: str | None = "本月合计"
    footers: tuple[str, ...] = ("注：公示时间2023年6月1日至6月7日。", "村党支部书记：陶乙丑      报账员：赵丁卯")
    changes: dict[tuple[str, str | int], Any] = field(default_factory=dict)  # (field, entry index | "total") -> value

    @property
    def income(self) -> int:
        return sum(e["fen"] for e in self.entries if e["income"])

    @property
    def expense(self) -> int:
        return sum(e["fen"] for e in self.entries if not e["income"])

    @property
    def closing(self) -> int:
        return self.opening + self.income - self.expense

    def rows(self) -> list[list[Any]]:
        """The sheet, row by row; `places` is filled on the way."""
        fields = list(self.headers)
        self.places: dict[str | int, int] = {}
        rows: list[list[Any]] = [[] for _ in range(self.lead)]
        rows += [[text] for text in (self.title, self.subtitle) if text]
        rows.append([self.headers[name] for name in fields])
        self.places["header"] = len(rows)
        if self.opening_label:
            rows.append(self._row(fields, "opening", summary=self.opening_label, balance=self.money(self.opening)))
            self.places["opening"] = len(rows)
        running = self.opening
        for i, entry in enumerate(self.entries):
            if i in self.blanks:
                rows.append([])
            running += entry["fen"] if entry["income"] else -entry["fen"]
            side = "income" if entry["income"] else "expense"
            amount = {side: self.money(entry["fen"])}
            rows.append(
                self._row(
                    fields, i, number=i + 1, date=self.day(entry["day"]), voucher=f"记-{i + 1}",
                    summary=entry["summary"], balance=self.money(running), handler=CLERKS[i % 4], **amount,
                )
            )  # fmt: skip
            self.places[i] = len(rows)
        if self.total_label:
            sums = {"income": self.income, "expense": self.expense, "balance": self.closing}
            sums = {name: self.money(fen) for name, fen in sums.items()}
            rows.append(self._row(fields, "total", summary=self.total_label, **sums))
            self.places["total"] = len(rows)
        rows += [[], *([text] for text in self.footers)]
        return rows

    def _row(self, fields: list[str], which: str | int, **values: Any) -> list[Any]:
        values |= {name: value for (name, at), value in self.changes.items() if at == which}
        return [values.get(name) for name in fields]

    def col(self, name: str) -> int:
        return list(self.headers).index(name) + 1

    def xlsx(self, touch: Callable[[Any, Any], None] | None = None) -> bytes:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "5月收支"
        for row in self.rows():
            sheet.append(row)
        if touch:
            touch(book, sheet)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def csv(self, encoding: str, delimiter: str = ",") -> bytes:
        def quoted(value: Any) -> str:
            text = "" if value is None else str(value)
            return f'"{text}"' if delimiter in text or '"' in text else text

        width = len(self.headers)
        lines = [delimiter.join(quoted(v) for v in [*row, *[None] * (width - len(row))]) for row in self.rows()]
        return "\r\n".join(lines).encode(encoding)


def a_month(count: int = 12, seed: int = 5, **changes: Any) -> Ledger:
    """A plausible month of entries, always the same for the same seed."""
    chance = random.Random(seed)
    entries = []
    for i in range(count):
        income = chance.random() < 0.3
        entries.append(
            {
                "income": income,
                "fen": chance.randrange(1_000, 900_000),
                "day": 1 + i * 30 // count,
                "summary": chance.choice(INCOME if income else EXPENSE),
            }
        )
    return Ledger(entries=entries, **changes)
