"""Files a clerk might bring: her sheet with something else in it, and what is no sheet at all."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.e2e.people import MAY
from tests.e2e.product import ROOT

SAMPLES = ROOT / "samples" / "disclosures"
REGISTER = SAMPLES / "11_下宫村_固定资产登记.xlsx"
DUES = SAMPLES / "15_下宫村_2023年度_党费收缴.xlsx"
OWN_WORDS = ("日期", "摘要", "来钱", "走钱", "剩钱")

WEB_PAGE = (
    "<html><head><title>收支明细</title></head><body><table><tr><td>记-7</td><td>900</td></tr></table></body></html>"
)


def altered(target: Path, **changes: str) -> Path:
    """The sheet of May with these cells written anew (`D11="…"`)."""
    book = load_workbook(MAY)
    for cell, value in changes.items():
        book.active[cell] = value  # type: ignore[index]
    book.save(target)
    return target


def web_page(target: Path) -> Path:
    """A web page that somebody saved under the name of a spreadsheet."""
    target.write_text(WEB_PAGE, encoding="utf-8")
    return target


def filled(form: Path, rows: Sequence[Sequence[Any]], *, first: int) -> Path:
    """An empty form of the product, filled in by hand from row `first` on; None leaves a cell as it is."""
    book = load_workbook(form)
    page: Any = book.worksheets[0]
    for number, row in enumerate(rows, start=first):
        for col, value in enumerate(row, start=1):
            if value is not None:
                page.cell(number, col).value = value
    book.save(form)
    return form


def may_with_a_slip(form: Path) -> Path:
    """May in the product's own form; the balance of the last line (G8) is 100 yuan too high."""
    rows = (
        (None, None, None, None, None, None, 48215.37),
        (1, dt.date(2023, 5, 3), "记-1", "收水面承包费", 5000, None, 53215.37),
        (2, dt.date(2023, 5, 9), "记-2", "付村口路灯修理", None, 3600, 49615.37),
        (3, dt.date(2023, 5, 20), "记-3", "付垃圾清运费", None, 900, 48815.37),
    )
    return filled(form, rows, first=5)


def shares(form: Path) -> Path:
    """What two households get of the collective's income."""
    return filled(form, ((1, "2组", "吴乙亥", 4, 4, 1200), (2, "2组", "卫丁未", 3, 3, 900)), first=5)


def in_own_words(target: Path, month: int) -> Path:
    """A month under headers that only this village uses."""
    book = Workbook()
    page: Any = book.active
    page.append([f"示范县白塔镇下宫村2023年{month}月账目"])
    page.append(list(OWN_WORDS))
    page.append([f"2023年{month}月1日", "上月结转", None, None, 1000])
    page.append([f"2023年{month}月3日", "收荒地租金", 500, None, 1500])
    page.append([f"2023年{month}月8日", "付路灯电费", None, 120.5, 1379.5])
    page.append([f"2023年{month}月9日", "付垃圾清运", None, 79.5, 1300])
    book.save(target)
    return target


def changed(sample: Path, target: Path, **changes: Any) -> Path:
    """A sample with these cells written anew."""
    book = load_workbook(sample)
    for cell, value in changes.items():
        book.active[cell] = value  # type: ignore[index]
    book.save(target)
    return target


def pdf(target: Path) -> Path:
    """A PDF that somebody saved under the name of a spreadsheet."""
    target.write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n")
    return target


def too_long(target: Path) -> Path:
    """A list of one row more than is read."""
    head = "示范县青石镇下宫村2023年耕地地力保护补贴发放名单\n序号,村民小组,户主姓名,面积（亩）,补贴金额\n"
    rows = "".join(f"{number},1组,赵甲子,1,100\n" for number in range(1, 100_002))
    target.write_text(head + rows, encoding="utf-8")
    return target


def of_another_county(target: Path) -> Path:
    """The month of a village that this county does not have."""
    title = "另一县东风镇上坪村2023年5月财务收支明细\n"
    target.write_text(
        title + "日期,摘要,收入,支出,余额\n2023-5-1,上月结转,,,100\n2023-5-3,付电费,,20,80\n", encoding="utf-8"
    )
    return target


def for_two_villages(target: Path) -> Path:
    """A township's list with one row for a village that it does not have."""
    head = "示范县青石镇2023年耕地地力保护补贴发放名单\n单位：元\n序号,村名,村民小组,户主姓名,面积（亩）,补贴金额\n"
    rows = "1,下宫村,2组,吴乙亥,9.65,1268.20\n2,柳沟村,1组,钱乙丑,2,262.84\n3,上坪村,1组,孙丙寅,1,131.42\n"
    target.write_text(head + rows, encoding="utf-8")
    return target
