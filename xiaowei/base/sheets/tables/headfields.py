"""Which field each column of a table is: told by the words above it, confirmed by what stands below them."""

import re
from functools import cache

from xiaowei.base.sheets.amounts import says_none
from xiaowei.base.sheets.grid import ERROR, FORMULA, NUMBER, TEXT, Sheet
from xiaowei.base.sheets.tables.figures import figure_of
from xiaowei.base.sheets.tables.kinddata import Kind, silent_words
from xiaowei.base.sheets.tables.understanding import HOLDS_MONEY, HOLDS_MONTH, HOLDS_NUMBER
from xiaowei.base.sheets.tables.words import SUMS, bare, is_aside, part_of_year, squeezed

LOOKED_AT = 400  # rows below a header that say what its columns hold
FIGURES = (HOLDS_MONEY, HOLDS_NUMBER, HOLDS_MONTH)
PLACES = ("village", "township", "county", "group", "place")
SHARE = 0.6
PLACE_WORD = re.compile(r"(?<![农乡])村$|居$|镇$|(?<!家)乡$")
SPOKEN_OF = 300  # rank of a longer header that only speaks of a field
SUMMED_UP = re.compile(r"合计|总计|共计|总额|小计$|^总(?!承包)")
NO_PART = re.compile(
    r"^应|扣|数$|数量|数\(|率$|比例|占比|编号|序号|号码|年龄|年度|年份|科目|代码|面积|人口|排名|系数|得分|(?:个|台|户|人|名)$"
    r"|标准|单价|自筹|结余|未"
)
NOT_NOW = re.compile(
    r"期初|年初|(?:本期|本年|本月|当年|本次)?(?:增加|减少)(?!方式|时间|日期|原因)|上年(?!数|金额|实际|同期)|去年|上期(?!数)|变动"
)
PER_YEAR = re.compile(r"/年|每年|\(年\)|年租|/亩[·.]?年")


@cache
def field_of(kind: Kind, path: tuple[str, ...]) -> tuple[str, int]:
    """The field that the words above a column name, and how good they are for it: smaller is better."""
    if not path:
        return "", 999
    if NOT_NOW.search("".join(path)):
        return "", 999
    path = tuple(word for word in path if not is_aside(word)) or path  # 171个, （万元）: no words of their own
    words = [bare(word) for word in path]
    whole = "".join(words)
    for part in (path[-1], path[0]):
        if (found := part_of_year(part)) and not (
            kind.name == "subsidy_summary" and len(path) == 1 and part != path[0]
        ):
            return _of_the_year(kind, found[0], path)
    for word, penalty in ((whole, 0), (words[-1], 1), (words[0], 2)):
        if found_field := kind.field_of(word):
            if penalty == 2 and len(words) > 1 and kind.holds.get(found_field[0]) in FIGURES and words[-1] not in SUMS:
                break  # 资金来源 over 中央, 省级: what stands below is only a part of it
            extra = 0 if any(word in SUMS for word in words) or len(words) == 1 else 20
            name = "annual" if found_field[0] == "contract" and PER_YEAR.search(squeezed(path[-1])) else found_field[0]
            return name, found_field[1] + extra
    for word in (whole, words[-1], words[0]):
        if spoken_of := kind.field_inside(word):
            return spoken_of, SPOKEN_OF + len(word)
    return "", 999


def _of_the_year(kind: Kind, name: str, path: tuple[str, ...]) -> tuple[str, int]:
    """A month's or quarter's money; its other figures (户数, 应缴) are no field of ours."""
    if len(path) > 1:
        found = kind.field_of(bare(path[-1])) or kind.field_of(bare(path[0]))
        if found and (found[0] not in ("amount",)):
            return "", 999
    return name, 0


class Holdings:
    """What the columns below a header hold, looked at once."""

    def __init__(self, sheet: Sheet, header: int) -> None:
        self.sheet, self.header = sheet, header
        self.seen: dict[int, tuple[int, int, int]] = {}
        self.doubtful: dict[int, int] = {}  # of the words, those with a figure in them: 约300, 3000/4000

    def of(self, col: int) -> tuple[int, int, int]:
        """(figures, other words, blanks or words for none) in the rows below."""
        if col not in self.seen:
            self.seen[col] = self._look(col)
        return self.seen[col]

    def _look(self, col: int) -> tuple[int, int, int]:
        figures = words = none = 0
        for row in range(self.header + 1, min(len(self.sheet.rows), self.header + LOOKED_AT) + 1):
            cells = self.sheet.rows[row - 1]
            if sum(1 for cell in cells if not cell.blank) < 2:
                continue
            cell = self.sheet.at(row, col)
            if says_none(cell) or squeezed(cell.text) in silent_words():
                none += 1
            elif cell.kind in (NUMBER, FORMULA, ERROR) or figure_of(cell):
                figures += 1
            elif cell.kind == TEXT and re.search(r"[:：]$|签字|审核|制表|填表", cell.text):
                none += 1
            else:
                words += 1
                self.doubtful[col] = self.doubtful.get(col, 0) + bool(re.search(r"\d", cell.text))
        return figures, words, none


def confirmed(kind: Kind, holds: Holdings, col: int, found: tuple[str, int], word: str) -> tuple[str, int]:
    """The field, unless the column holds something else: 社区 may be a village's name or how many there are."""
    name, rank = found
    figures, words, _none = holds.of(col)
    what = kind.holds.get(name)
    numeric = figures >= SHARE * (figures + words) if figures + words else None
    if what in FIGURES and numeric is False and words > 1:
        if rank < SPOKEN_OF and holds.doubtful.get(col, 0) >= SHARE * words:
            return found  # figures meant, but not surely readable: each is told at its cell
        other = {"villages": "village", "communities": "village", "poor_villages": "category", "quantity": ""}
        return (other.get(name, ""), 50) if not (name == "standard" or rank >= SPOKEN_OF) else ("", 999)
    if name in PLACES and numeric and figures > 1:
        counted = {"village": "villages", "group": "groups"}.get(name, "")
        if not counted:
            return "part?", 999  # 县级 among what the purses give
        return (counted, 50) if counted in kind.counts else (name, rank + 100)
    if name in ("item", "category", "unit_name") and numeric and figures > 1 and what not in FIGURES:
        return (name, rank + 200) if name == "item" and kind.name != "asset_register" else ("", 999)
    if not name and numeric is False and (place := PLACE_WORD.search(word)):
        return ("village" if place[0] in "村居" else "township"), 60
    if not name and numeric and figures > 1 and kind.name not in ("asset_register", "contract_register"):
        return "part?", 999
    return found


def settle(kind: Kind, paths: tuple[tuple[str, ...], ...], named: list[tuple[str, int]], holds: Holdings) -> list[str]:
    """One column for each field: the best word; money of the others is a part. Some fields may have several."""
    several = {"month", "quarter", "half", *kind.options.get("several", ())}
    best: dict[str, tuple[int, int]] = {}
    for col, (name, rank) in enumerate(named):
        if name == "amount" and paths[col] and SUMMED_UP.search(bare(paths[col][-1])):
            rank = -1  # whatever else is called money beside it, it is summed up here
        if name and (name not in best or rank < best[name][0]):
            best[name] = (rank, col)
    if _only_parts(kind, paths, named, holds):
        del best["amount"]
    fields = []
    for col, (name, _rank) in enumerate(named):
        money = name == "part?" or (name == "amount" and holds.of(col + 1)[0] > 0)
        if name in several or (name in best and name != "part?" and best[name][1] == col):
            fields.append(name)
        else:
            fields.append("part" if money and paths[col] and "part" in kind.main and not _no_part(paths[col]) else "")
    return fields


def _only_parts(kind: Kind, paths: tuple[tuple[str, ...], ...], named: list[tuple[str, int]], holds: Holdings) -> bool:
    """Several columns that only speak of money (地力补贴金额, 种粮补贴金额) and no amount: all are parts."""
    amounts = [
        -1 if SUMMED_UP.search(bare(paths[col - 1][-1])) else rank
        for col, (name, rank) in enumerate(named, 1)
        if name == "amount" and holds.of(col)[0]
    ]
    return "part" in kind.main and len(amounts) > 1 and min(amounts) >= SPOKEN_OF


def _no_part(path: tuple[str, ...]) -> bool:
    """Figures that are no money: counts, shares, numbers of documents, years; and money that is not paid out."""
    return bool(NO_PART.search(squeezed("".join(path))))
