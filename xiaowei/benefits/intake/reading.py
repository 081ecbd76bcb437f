"""Reading a row of a list into a household: places and groups filled down, numbers as written."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.cells import FEN, Cells, to_fen
from xiaowei.base.sheets.dates import parse_date
from xiaowei.base.sheets.grid import FORMULA, NUMBER
from xiaowei.base.sheets.headers import squeezed
from xiaowei.benefits.intake.understanding import Row

DOWN = ("township", "village", "place", "group")  # written once for the rows that follow
WITHIN = re.compile(
    r"(?:(?:[一-鿿]{1,6}?(?:县|市|旗|区))?(?P<town>[一-鿿]{1,5}?(?:街道办事处|街道|镇|乡|苏木))(?!村|社区))?(?P<rest>.*)"
)
GROUP_IN = re.compile(r"第?[一二三四五六七八九十百\d]{1,4}(?:村民小组|小组|组|社|队)$")


@dataclass(slots=True)
class Reading(Cells):
    """Reads one block of columns of one sheet."""

    heading_places: tuple[str, str] = ("", "")  # township and village that the title names
    held: dict[str, str] = field(default_factory=dict)  # what was written last in the columns filled down
    raw: dict[int, Decimal] = field(default_factory=dict)  # by row, an amount that is finer than a fen

    def household(self, row: int) -> Row:
        """The household in this row."""
        township, village, group = self._places(row)
        level = self.text(row, "level")
        return Row(
            sheet=self.sheet.name,
            row=row,
            number=self.text(row, "number"),
            village=village,
            township=township,
            group=group,
            name=self.text(row, "name") or self.text(row, "holder"),
            id_number=squeezed(self.text(row, "id_number")).upper().lstrip("'`"),
            account=squeezed(self.text(row, "account")),
            phone=squeezed(self.text(row, "phone")),
            area=self.area(row),
            persons=self._whole_number(row, "persons"),
            quantity=self.number(row, "quantity"),
            level=level,
            standard=self.standard(row),
            amount=self.money(row),
            date=parse_date(self.cell(row, "date"), period=self.period) if self.col("date") else None,
            note=self.text(row, "note"),
        )

    def hold(self, row: int) -> None:
        """Remember what is written in the columns that are filled down; groups of another village begin anew."""
        for name in DOWN:
            cell = self.sheet.at(row, self.col(name))
            if not self.col(name) or cell.blank:
                continue
            text = " ".join(cell.text.split())
            if name in ("village", "place") and text != self.held.get(name):
                self.held.pop("group", None)
            self.held[name] = text

    def _places(self, row: int) -> tuple[str, str, str]:
        township, village = self.held.get("township", ""), self.held.get("village", "")
        group = self.held.get("group", "")
        place = squeezed(self.held.get("place", "")) or squeezed(self.text(row, "address"))
        if place:
            split = split_place(place)
            township, village, group = township or split[0], village or split[1], group or split[2]
        elif village:
            split = split_place(squeezed(village))
            if split[0] and split[1]:  # 青石镇下宫村 in the column of villages
                township, village = township or split[0], split[1]
        return township or self.heading_places[0], village or self.heading_places[1], group

    def money(self, row: int) -> int | None:
        """The amount in fen; a product finer than a fen is rounded, as the workbook shows it."""
        col = self.col("amount")
        cell = self.sheet.at(row, col)
        if not col or says_none(cell):
            return None
        usual = self.units.get("amount") or self.unit
        value = cell.value if cell.kind == NUMBER else self.number(row, "amount") if cell.kind == FORMULA else None
        if not isinstance(value, Decimal):
            return self.fen(row, "amount")
        scaled = value * FEN[usual]
        if scaled != scaled.to_integral_value():
            self.raw[row] = scaled
        return to_fen(value, usual)

    def standard(self, row: int) -> int | None:
        """The standard in fen; words such as 每亩40元 are read, anything else is left out without a doubt."""
        col = self.col("standard")
        cell = self.sheet.at(row, col)
        if not col or says_none(cell):
            return None
        if amount := parse_amount(cell):
            return to_fen(amount.value, amount.unit or self.units.get("standard") or "元")
        found = re.search(r"(\d+(?:\.\d+)?)元", squeezed(cell.text))
        return to_fen(Decimal(found[1])) if found else None

    def area(self, row: int) -> Decimal | None:
        """The area in mu; hectares are converted."""
        value = self.number(row, "area")
        return value * 15 if value is not None and "公顷" in self.units.get("area", "") else value

    def _whole_number(self, row: int, name: str) -> int | None:
        value = self.number(row, name)
        return int(value) if value is not None and value == value.to_integral_value() else None


def split_place(text: str) -> tuple[str, str, str]:
    """`青石镇枣林村二组` as township, village and group; empty where it names none."""
    group = ""
    if found := GROUP_IN.search(text):
        group = found[0]
        text = text[: found.start()]
    found = WITHIN.fullmatch(text)
    return (found["town"] or "", found["rest"], group) if found else ("", text, group)
