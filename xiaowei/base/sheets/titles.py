"""What stands around the table: whose it is, for which period, in which unit, carried forward from when."""

import re
import unicodedata
from dataclasses import dataclass, field

from xiaowei.base.sheets.amounts import Amount, amount_in_text
from xiaowei.base.sheets.dates import date_in_text
from xiaowei.base.sheets.grid import Sheet
from xiaowei.base.sheets.numerals import arabic
from xiaowei.base.sheets.periods import Period, parse_period, without_period
from xiaowei.base.sheets.units import unit_in_words

# these spans and days say when something was shown or signed, not what the table is about
OTHER_TIMES = re.compile(
    r"(?:公示|公开|公布|公告|张贴|打印|制表|填报|填表|审核|编报|上报|发布)(?:(?:时间|日期|期|日)\s*[:：]?|\s*[:：]|\s*[自从])[^,;。、|]*"
)
AS_OF = re.compile(
    r"(?:截至|截止|统计截止|截止日期|清理时间)(?:日期)?\s*[:：]?\s*(\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-./]\d{1,2}[-./]\d{1,2})"
)
CARRIED = re.compile(
    r"(?:上月|上期|上年|期初|年初|月初|上季度)(?:结余|余额|结转|结存)(?:金额|数)?\s*[:：]?\s*([¥￥]?[-\d,，.]+\s*(?:万元|元)?)"
)
BREAKS = re.compile(r"人民政府|关于|[\s:：,，;；。、|()（）“”\"《》【】\[\]—_/]+")
BEFORE_PLACE = re.compile(
    r"^(?:关于|中共|公布|公开|公示|春节|元旦|中秋节?|国庆节?|重阳节?|两节|双节|端午节?|春季|秋季|冬春)+"
)
LABELS = re.compile(r"^(?:编制|填报|制表|公开|公示|填表|报送|上报)?(?:单位|部门|村名|名称|村别|所属村)")
SUFFIX = re.compile(
    r"(?:村民委员会|居民委员会|村委会|居委会|股份经济合作社|经济合作社|党支部|党总支|党委|村务监督委员会)$"
)
COUNTY = r"(?:[一-鿿]{1,7}?(?:自治县|县|市|旗|区))"
TOWN = r"(?:[一-鿿]{1,6}?(?:街道办事处|街道|镇|乡|苏木))"
VILLAGE = r"(?:[一-鿿]{1,6}?(?:村|社区|嘎查)(?!镇|级|务|庄|民))"
PLACE = re.compile(rf"(?P<county>{COUNTY}{{1,2}})??(?P<town>{TOWN})??(?P<village>{VILLAGE})")
TOWNSHIP = re.compile(rf"(?P<county>{COUNTY}{{1,2}})??(?P<town>{TOWN})(?!镇|乡)")
ONLY_COUNTY = re.compile(r"(?P<county>[一-鿿]{1,5}(?:自治县|县|旗))")
NO_PLACE = re.compile(
    r"农村|乡村|全村|本村|各村|分村|行政村|自然村|新农村|村镇|乡镇|我村|该村|城乡|区级|县级|市级|镇级|全县|全镇|全乡|本县|本镇|各县|各乡|地区"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place's name and the row it stands in."""

    name: str
    row: int


@dataclass(slots=True)
class Heading:
    """What the words around the table say. `conflict` is a second village that contradicts the first."""

    village: Mention | None = None
    conflict: Mention | None = None
    township: str | None = None
    county: str | None = None
    period: Period | None = None
    unit: str | None = None
    opening: Amount | None = None
    opening_row: int | None = None
    rows: list[tuple[int, str]] = field(default_factory=list)


def read_heading(sheet: Sheet, above: range, below: range) -> Heading:
    """Read the rows above the table; for what they do not say, the rows below it."""
    heading = Heading(rows=_rows(sheet, above))
    heading.period = _period(heading.rows)
    _read_places(heading, heading.rows)
    _read_unit(heading, heading.rows)
    _read_opening(heading, heading.rows)
    under = _rows(sheet, below)
    if heading.village is None and heading.township is None:
        _read_places(heading, under)
    if heading.period is None:
        heading.period = _period(under)
    if heading.unit is None:
        _read_unit(heading, under)
    if heading.opening is None:
        _read_opening(heading, under)
    return heading


def _rows(sheet: Sheet, rows: range) -> list[tuple[int, str]]:
    found = []
    for row in rows:
        texts = [cell.text for cell in sheet.rows[row - 1] if not cell.blank] if row <= len(sheet.rows) else []
        if texts:
            found.append((row, "  ".join(texts)))
    return found


def _period(rows: list[tuple[int, str]]) -> Period | None:
    for _row, text in rows:
        plain = unicodedata.normalize("NFKC", text)
        # "公示时间" ends at the next wide gap: what follows may be the period again
        kept = " ".join(OTHER_TIMES.sub(" ", part) for part in re.split(r"\s{2,}|\|", plain))
        if period := parse_period(kept):
            return _cut(period, rows)
    return None


def _cut(period: Period, rows: list[tuple[int, str]]) -> Period:
    """`截止日期：2021年11月30日` ends a year's period earlier."""
    for _row, text in rows:
        found = AS_OF.search(arabic(text))
        day = date_in_text(found[1]) if found else None
        if day and period.holds(day) and day != period.end:
            return Period(period.start, day, period.label)
    return period


def _read_unit(heading: Heading, rows: list[tuple[int, str]]) -> None:
    heading.unit = unit_in_words(text for _row, text in rows)


def _read_opening(heading: Heading, rows: list[tuple[int, str]]) -> None:
    for row, text in rows:
        found = CARRIED.search(unicodedata.normalize("NFKC", text))
        if found and (amount := amount_in_text(found[1])):
            heading.opening, heading.opening_row = amount, row
            return


def _read_places(heading: Heading, rows: list[tuple[int, str]]) -> None:
    for row, text in rows:
        # 青石镇 下宫村 is one name written with a gap
        joined = re.sub(r"(镇|乡|街道|县)\s+(?=[一-鿿]{1,6}(?:村|社区))", r"\1", without_period(text))
        for piece in BREAKS.split(joined):
            _read_place(heading, row, LABELS.sub("", piece))


def _read_place(heading: Heading, row: int, piece: str) -> None:
    piece = BEFORE_PLACE.sub("", piece)
    core = SUFFIX.sub("", piece)
    if piece.endswith(("村民委员会", "村委会")) and not core.endswith(("村", "社区")):
        core += "村"  # 下宫村民委员会: one 村 does for both
    if found := PLACE.match(core):
        above = len(found["county"] or "") + len(found["town"] or "")
        if general := NO_PLACE.search(found[0]) or NO_PLACE.match(core, above):
            core = core[: general.start()]  # 青石镇农村低保: the town stands, the "village" does not
        else:
            _name_village(heading, row, _whole(core, found[0]))
            return
    if (town := TOWNSHIP.match(core)) and not NO_PLACE.search(town[0]):
        heading.township = heading.township or town[0]
    elif (county := ONLY_COUNTY.match(core)) and not NO_PLACE.search(county[0]):
        heading.county = heading.county or county[0]


def _whole(core: str, found: str) -> str:
    """中村村 is a village too: take the second 村 along when nothing but it follows."""
    return core if core == found + "村" else found


def _name_village(heading: Heading, row: int, name: str) -> None:
    known = heading.village
    if known is None or (name.endswith(known.name) and len(name) > len(known.name)):
        heading.village = Mention(name, row)  # the fuller name of the same village
    elif not known.name.endswith(name) and heading.conflict is None:
        heading.conflict = Mention(name, row)
