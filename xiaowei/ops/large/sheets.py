"""What stands in the sheets of the large county: rows that look like a village's, the same every time.

A sheet is made as a file (`as_file`, for the whole intake) or at once as the grid that is read of it (`as_grid`).
"""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xiaowei.base.sheets import forms
from xiaowei.base.sheets.forms import Heading, Typed
from xiaowei.base.sheets.grid import BLANK, DATE, NUMBER, TEXT, Cell, Grid, Sheet

Row = dict[str, Typed]
SPENT = (
    ("付路灯电费", 380, 1900),
    ("付保洁员工资（6人×300元）", 1800, 1800),
    ("付垃圾清运费", 900, 2400),
    ("付机井维修配件及人工", 400, 5200),
    ("付防火巡查用工（10工×120元）", 1200, 1200),
    ("付村委会电费", 90, 620),
    ("付打印纸", 60, 340),
    ("付宽带及监控网费", 199, 299),
    ("付村内下水道清淤用工", 600, 4800),
    ("付老年活动室取暖用煤", 800, 3600),
    ("付村道修补材料款", 1500, 18000),
    ("付订阅报刊费", 120, 900),
)
EARNED = (
    ("收光伏发电电费收入", 1800, 5200),
    ("收村南鱼塘承包费", 3000, 9000),
    ("收机动地承包费", 800, 12000),
    ("收上级拨付村级公益事业经费", 2500, 30000),
    ("收门面房租金", 600, 3600),
    ("收旧物资处理款", 80, 900),
)
ASSETS = ("村委会办公楼", "文化广场", "深井水泵", "变压器", "太阳能路灯", "光伏电站", "监控设备", "投影仪", "电脑")
LANDS = ("村南鱼塘", "河滩林地", "旧小学院子", "北坡机动地", "光伏电站场地", "临街门面", "养殖小区", "果园")


@dataclass(frozen=True)
class Filled:
    """A form of one kind, filled in."""

    kind: str
    heading: Heading
    rows: tuple[Row, ...]


def as_file(sheet: Filled) -> bytes:
    """The sheet as an .xlsx that the product's own form was filled into."""
    return forms.make(sheet.kind, sheet.heading, sheet.rows)


def as_grid(sheet: Filled) -> Grid:
    """The same without a file: title, unit, header, total, rows."""
    form = forms.forms()[sheet.kind]
    day = form.as_of.format(day=sheet.heading.day) if form.as_of else ""
    place = f"填报单位：{sheet.heading.place}"
    title = form.title.format(place=sheet.heading.place, period=sheet.heading.period, subject=sheet.heading.subject)
    above = [title, "      ".join(filter(None, (day, place, f"单位：{form.unit}")))]
    total: Row = {
        c.key: sum((v for row in sheet.rows if isinstance(v := row.get(c.key), Decimal | int)), Decimal())
        for c in form.columns
        if c.sum
    }
    rows = [[Cell(TEXT, one)] for one in above]
    rows.append([Cell(TEXT, column.header) for column in form.columns])
    rows += [[_cell(row.get(column.key)) for column in form.columns] for row in (total, *sheet.rows)]
    rows[3][0] = Cell(TEXT, "合计")
    return Grid("xlsx", [Sheet(form.name[:31], rows=rows)])


def _cell(value: Typed) -> Cell:
    if value is None:
        return Cell(BLANK, None)
    if isinstance(value, dt.date):
        return Cell(DATE, value)
    return Cell(TEXT, value) if isinstance(value, str) else Cell(NUMBER, Decimal(value))


def ledger(place: str, month: dt.date, *, lines: int, chance: random.Random) -> Filled:
    """A month's income and expense."""
    days = sorted(chance.randint(1, 28) for _ in range(max(2, round(lines * chance.uniform(0.6, 1.4)))))
    rows: list[Row] = []
    for number, day in enumerate(days, start=1):
        earns = number == 1 or chance.random() < 0.22
        words, least, most = chance.choice(EARNED if earns else SPENT)
        row: Row = {"number": number, "date": month.replace(day=day), "voucher": f"记-{number}", "summary": words}
        rows.append(row | {"income" if earns else "expense": _yuan(chance, least, most)})
    return Filled("finance_ledger", Heading(place, f"{month.year}年{month.month}月"), tuple(rows))


def subsidy(
    place: str, subject: str, period: str, homes: Sequence[tuple[int, str, str]], *, chance: random.Random
) -> Filled:
    """A list of households that were paid; `homes` are group, name and identity number of their heads."""
    standard = Decimal(chance.choice((7840, 9600, 13142))) / 100
    rows: list[Row] = []
    for number, (group, name, ident) in enumerate(homes, start=1):
        area = Decimal(chance.randint(12, 160)) / 10
        masked = f"{ident[:6]}********{ident[-4:]}"
        row: Row = {"number": number, "group": f"{group}组", "name": name, "id_number": masked, "area": area}
        rows.append(row | {"standard": standard, "amount": round(area * standard, 2)})
    return Filled("subsidy_household", Heading(place, period, subject=subject), tuple(rows))


def dues(place: str, year: int, names: Sequence[str], *, months: range, chance: random.Random) -> Filled:
    """Party dues of a quarter."""
    rows: list[Row] = []
    for number, name in enumerate(names, start=1):
        month = Decimal(chance.choice((50, 50, 100, 200))) / 100
        paid: Row = {f"month{n}": month for n in months}
        rows.append({"number": number, "name": name, "standard": month, **paid, "amount": month * len(months)})
    quarter = "一二三四"[months.start // 3]
    return Filled("party_dues", Heading(place, f"{year}年第{quarter}季度"), tuple(rows))


def assets(place: str, day: dt.date, *, chance: random.Random) -> Filled:
    """The register of fixed assets as it stands on a day."""
    rows: list[Row] = []
    for number in range(1, chance.randint(14, 24)):
        original = _yuan(chance, 800, 90_000)
        worn = round(original * Decimal(chance.randint(5, 80)) / 100, 2)
        rows.append(
            {
                "number": number,
                "name": f"{chance.choice(ASSETS)}{number}号",
                "quantity": 1,
                "acquired": f"{chance.randint(2008, day.year - 1)}年",
                "original": original,
                "depreciation": worn,
                "net": original - worn,
                "use": "在用",
            }
        )
    return Filled("asset_register", Heading(place, day=_spelt(day)), tuple(rows))


def contracts(place: str, day: dt.date, names: Sequence[str], *, chance: random.Random) -> Filled:
    """The register of contracts as it stands on a day."""
    rows: list[Row] = []
    for number in range(1, chance.randint(9, 15)):
        start, years = dt.date(day.year - chance.randint(1, 4), chance.randint(1, 12), 1), chance.choice((3, 5, 10))
        annual = Decimal(chance.randint(5, 180) * 100)
        rows.append(
            {
                "number": f"{start.year}-{number:02d}",
                "lessor": "村股份经济合作社",
                "object": f"{chance.choice(LANDS)}{number}",
                "area": Decimal(chance.randint(5, 600)) / 10,
                "lessee": chance.choice(names),
                "start": start,
                "end": start.replace(year=start.year + years) - dt.timedelta(days=1),
                "years": f"{years}年",
                "annual": annual,
                "contract": annual * years,
            }
        )
    return Filled("contract_register", Heading(place, day=_spelt(day)), tuple(rows))


def _yuan(chance: random.Random, least: int, most: int) -> Decimal:
    return Decimal(least) if least == most else Decimal(chance.randint(least * 100, most * 100)) / 100


def _spelt(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
