"""What each row below the header of a list is: a household, a member of one, a sum, a heading, a note, a signature."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.formulas import evaluate
from xiaowei.base.sheets.grid import ERROR as ERROR_CELL
from xiaowei.base.sheets.grid import FORMULA, NUMBER, TEXT, Cell, Sheet
from xiaowei.base.sheets.headers import dictionary, is_counting_row, plain, squeezed
from xiaowei.base.sheets.householdheads import SUBSIDY, Header, header_at, looks_like_name
from xiaowei.base.sheets.issues import BLANK, HEADER, LINE, NOTE, SIGNATURE, SUBTOTAL, TITLE, TOTAL
from xiaowei.base.sheets.periods import parse_period
from xiaowei.base.sheets.sumwords import CAPITALS, NOTE_WORDS, SIGNATURE_WORDS

MEMBER, HEADING = "member", "heading"
FIGURES = ("amount", "area", "persons", "quantity")
SILENT = (
    "note", "id_number", "account", "phone", "amount", "area", "standard", "date", "signature", "address", "status",
    "plot", "guardian", "guardian_id", "level", "months",
)  # fmt: skip
SUM = re.compile(
    r"(?P<of>.{0,14}?)(?P<word>小计|页计|合计|总计|共计|累计|总和|总数|总额)(?:数|金额|户数|人数)?(?P<rest>(?:[:：(（\d共]|人民币).*)?"
)
PART_WORDS = re.compile(r"小计|页计|本页")
WHOLE_OF = re.compile(r"(?:总|全村|全镇|全乡|全县|本村|本镇|本表|共|以上|人民币|金额|户数|大写|资金|补贴|发放|[:：])*")
UNLABELLED = "?"
ROLES = re.compile(
    r"(?:村|组|镇|乡|包村|驻村|村级|分管)?(?:支?书记?|主任|干部|会计|文书|组长|领导|经办人?|审核人?|制表人?|负责人|监委会主任|监督员)[:：]?"
)
EXAMPLE = re.compile(r"(?:示|样|范)?例(?:如)?|填写示例|样表")
GROUP_NAME = r"第?[一二三四五六七八九十百零〇\d]{1,4}(?:村民)?(?:小组|组|社|队|屯)"
GROUP_HEAD = re.compile(
    rf"(?:(?:村民)?小?组(?:别|名)?[:：])?(?P<village>[一-鿿]{{1,10}}?(?:村民委员会|村委会|村|社区|居委会))?"
    rf"(?P<group>{GROUP_NAME}|(?<=[:：])[一-鿿]{{1,6}})?(?:[(（].*[)）]|[:：]?共?\d+[户人].*)?[:：]?"
)
OF_HEAD = re.compile(r"户主|本人|")
AMOUNT_TEXT = re.compile(r"[\d,]+(?:\.\d+)?")
COUNT_TEXT = re.compile(r"共?\d+(?:户|人|台|亩|元).*")
Heading = tuple[str, str]  # a village and a group, either may be empty


@dataclass(slots=True)
class Block:
    """Columns that belong together under one header: which rows of them are households, which are sums."""

    header: Header
    columns: dict[str, int]
    span: range
    first: int = 1  # the first row that this header governs
    lines: list[int] = field(default_factory=list)
    sums: dict[int, str] = field(default_factory=dict)  # row -> label, `?` for a sum without one


@dataclass(slots=True)
class Layout:
    """Every row with what it is, and the blocks of columns with their households and sums."""

    fates: dict[int, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    headings: dict[int, Heading] = field(default_factory=dict)  # places that stand alone above their households
    titles: list[tuple[int, str]] = field(default_factory=list)  # title lines further down than the first
    members: list[int] = field(default_factory=list)

    @property
    def lines(self) -> list[int]:
        """The rows with a household, in order."""
        return [row for row, fate in self.fates.items() if fate == LINE]

    @property
    def sums(self) -> dict[int, str]:
        """Sum rows of all blocks."""
        return {row: label for block in self.blocks for row, label in block.sums.items()}


def lay_out(sheet: Sheet, header: Header) -> Layout:
    """Give every row its fate; which of the sums is the total is settled when the amounts are known."""
    return _Walk(sheet, header).layout


class _Walk:
    """One pass down the sheet."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self.sheet, self.layout = sheet, Layout()
        self.tops = merged_tops(sheet)
        self.above = {squeezed(c.text) for cells in sheet.rows[: header.top - 1] for c in cells if c.kind == TEXT}
        fates = self.layout.fates
        for row in range(1, header.top):
            fates[row] = TITLE if any(not cell.blank for cell in sheet.rows[row - 1]) else BLANK
        fates |= {row: HEADER for row in header.rows}
        self.current = self._begin(header)
        self._go(header.bottom + 1)

    def _begin(self, header: Header) -> list[Block]:
        blocks = [
            Block(header, columns, span, header.top) for columns, span in zip(header.blocks, header.spans, strict=True)
        ]
        self.layout.blocks += blocks
        return blocks

    def _go(self, first: int) -> None:
        rows, fates = self.sheet.rows, self.layout.fates
        row, last = first, len(rows)
        while row <= last:
            if row in fates:
                row += 1
                continue
            if len(self.current) == 1:
                row = self._plain_lines(row, last)
                if row > last:
                    break
            fates[row] = self._fate(row)
            row += 1

    def _plain_lines(self, row: int, last: int) -> int:
        """Walk over the rows that are surely households: numbered, named, with a figure. Most rows are."""
        [block] = self.current
        columns, fates, rows = block.columns, self.layout.fates, self.sheet.rows
        name, amount, number = columns.get("name", 0) - 1, columns.get("amount", 0) - 1, columns.get("number", 0) - 1
        if name < 0 or amount < 0:
            return row
        need = max(name, amount, number) + 1
        append = block.lines.append
        while row <= last and row not in fates:
            cells = rows[row - 1]
            if len(cells) < need:
                break
            money, who = cells[amount], cells[name]
            if money.kind != NUMBER and not (money.kind == TEXT and AMOUNT_TEXT.fullmatch(money.text)):
                break
            if who.kind != TEXT or not looks_like_name(who.text):
                break
            if number >= 0 and cells[number].kind == TEXT and not cells[number].text.isdigit():
                break
            fates[row] = LINE
            append(row)
            row += 1
        return row

    def _fate(self, row: int) -> str:
        cells = [(col, cell) for col, cell in enumerate(self.sheet.rows[row - 1], 1) if not cell.blank]
        if not cells:
            return BLANK
        if fate := self._around(row, cells):
            return fate
        told = [self._in_block(row, block) for block in self.current]
        self._share_label(row)
        return next((fate for fate in (LINE, TOTAL, MEMBER, HEADING, SIGNATURE, NOTE) if fate in told), BLANK)

    def _share_label(self, row: int) -> None:
        """`合计` in one panel and its figures in the other are one sum."""
        named = [block for block in self.current if block.sums.get(row, UNLABELLED) != UNLABELLED]
        bare = [block for block in self.current if block.sums.get(row) == UNLABELLED]
        if len(named) == 1 and bare and not any(_has_figures(self.sheet, row, block) for block in named):
            label = named[0].sums.pop(row)
            bare[0].sums[row] = label

    def _around(self, row: int, cells: list[tuple[int, Cell]]) -> str | None:
        """Headers, titles and lone words, which concern the whole row."""
        header = self.current[0].header
        if is_counting_row(self.sheet, row) and not self._named(row):
            return HEADER
        texts = [cell.text for _col, cell in cells if cell.kind == TEXT]
        if len(texts) == len(cells) > 1 and all(plain(text) in header.words for text in texts):
            return HEADER
        if len(texts) >= 3 and self._another_header(row, texts):
            return HEADER
        if len(set(texts)) != 1 or len(cells) != len(texts):
            return None
        return self._lone(row, cells)

    def _named(self, row: int) -> bool:
        return any(looks_like_name(self.sheet.at(row, block.columns.get("name", 0)).text) for block in self.current)

    def _another_header(self, row: int, texts: list[str]) -> bool:
        """Whether a list with other columns begins here; then those hold from here on."""
        words = dictionary("households")
        if sum(1 for text in texts if words.field_of(text)) * 2 <= len(texts):
            return False
        header = header_at(self.sheet, row)
        if header is None:
            return all(words.field_of(text) for text in texts) and not self._named(row)
        self.layout.fates |= {each: HEADER for each in header.rows}
        self.current = self._begin(header)
        return True

    def _lone(self, row: int, cells: list[tuple[int, Cell]]) -> str | None:
        """One text alone in its row: a title, a place, a note, a signature; None where it is something else."""
        col, cell = cells[0]
        text = squeezed(cell.text)
        if sum_label([text]):
            return None
        columns = [block.columns for block in self.current]
        if any(col == one.get("name") for one in columns) and looks_like_name(text) and not _place(text):
            return None
        if text in self.above or (SUBSIDY.search(text) and parse_period(text) and not NOTE_WORDS.match(text)):
            self.layout.titles.append((row, cell.text))
            return TITLE
        if place := _place(text):
            self.layout.headings[row] = place
            return HEADING
        return _words_only(text)

    def _in_block(self, row: int, block: Block) -> str:
        sheet, columns = self.sheet, block.columns
        cells = [(col, cell) for col in block.span if not (cell := sheet.at(row, col)).blank]
        number = columns.get("number")
        if not [col for col, cell in cells if col != number or (cell.kind == TEXT and not cell.text.isdigit())]:
            return BLANK  # also a serial number that was written ahead of its household
        if EXAMPLE.fullmatch(squeezed(sheet.at(row, number or 0).text)):
            return NOTE
        if found := sum_label(self._label(row, block)):
            block.sums[row] = found
            return TOTAL
        if self._only_reckoned(row, cells, number):
            return BLANK
        whole = squeezed("|".join(cell.text for _col, cell in cells if cell.kind == TEXT))
        alone = len(cells) == 1 and cells[0][1].kind == TEXT and not self._numbered(row, block)
        if alone and (cells[0][0] != columns.get("name") or not looks_like_name(cells[0][1].text)):
            return _words_only(whole)
        return self._other(row, block, whole)

    def _only_reckoned(self, row: int, cells: list[tuple[int, Cell]], number: int | None) -> bool:
        """Whether the row holds nothing but a serial number and formulas or zeros: a form that nobody filled in."""
        for col, cell in cells:
            if col == number or (cell.kind == NUMBER and cell.value == 0):
                continue
            if cell.kind != FORMULA or evaluate(self.sheet, row, col):
                return False
        return True

    def _other(self, row: int, block: Block, whole: str) -> str:
        name = self.sheet.at(row, block.columns.get("name", 0))
        named, numbered = not name.blank and looks_like_name(name.text), self._numbered(row, block)
        figured = _has_figures(self.sheet, row, block)
        signed = SIGNATURE_WORDS.search(whole) or ROLES.fullmatch(
            squeezed(self.sheet.at(row, block.columns.get("number", 0)).text)
        )
        if signed and not numbered and not figured:
            return SIGNATURE
        member = self._is_member(row, block)
        if named or numbered or self._personal(row, block):
            if member and (named or (name.blank and not figured)):
                return self._member(row)
            if name.blank and not figured and not whole and not self._personal(row, block):
                return BLANK
            return self._line(row, block)
        if not figured or CAPITALS.search(whole):
            return self._member(row) if member else _words_only(whole)
        return self._figures_only(row, block, name)

    def _figures_only(self, row: int, block: Block, name: Cell) -> str:
        """A row with figures and no person: a sum without a word, or what belongs to the household above."""
        label = next((word for word in self._label(row, block) if _place(word)), "")
        if not label and not name.blank and not COUNT_TEXT.fullmatch(squeezed(name.text)):
            return self._line(row, block)
        if name.blank and not label and self._merged(row, block, "name"):
            return self._line(row, block)
        block.sums[row] = label or UNLABELLED
        if label:
            self.layout.headings[row] = _place(label) or ("", "")
        return TOTAL

    def _line(self, row: int, block: Block) -> str:
        block.lines.append(row)
        return LINE

    def _member(self, row: int) -> str:
        self.layout.members.append(row)
        return MEMBER

    def _is_member(self, row: int, block: Block) -> bool:
        """Whether a person is listed below the head who is paid for the household."""
        at, columns = self.sheet.at, block.columns
        if not columns.get("amount") or not says_none(at(row, columns["amount"])):
            return False
        relation = squeezed(at(row, columns.get("relation", 0)).text)
        if relation and not OF_HEAD.fullmatch(relation):
            return True
        if self._merged(row, block, "amount"):
            return True
        return bool(columns.get("number")) and self._merged(row, block, "number")

    def _merged(self, row: int, block: Block, name: str) -> bool:
        return (row, block.columns.get(name, 0)) in self.tops

    def _numbered(self, row: int, block: Block) -> bool:
        cell = self.sheet.at(row, block.columns.get("number", 0))
        return cell.kind == NUMBER or squeezed(cell.text).isdigit()

    def _personal(self, row: int, block: Block) -> bool:
        """Whether a number that belongs to one person stands in the row."""
        cells = [self.sheet.at(row, block.columns.get(name, 0)) for name in ("id_number", "account", "phone")]
        return any(re.search(r"[\d*＊]{7}", cell.text) for cell in cells if not cell.blank)

    def _label(self, row: int, block: Block) -> list[str]:
        """The words of a row that could call it a sum: those outside notes, numbers and amounts."""
        silent = {block.columns[name] for name in SILENT if name in block.columns}
        cells = [self.sheet.at(row, col) for col in block.span if col not in silent]
        return [squeezed(cell.text) for cell in cells if cell.kind == TEXT and not cell.blank]


def _has_figures(sheet: Sheet, row: int, block: Block) -> bool:
    cells = [sheet.at(row, block.columns[name]) for name in FIGURES if name in block.columns]
    return any(cell.kind in (FORMULA, ERROR_CELL) or parse_amount(cell) for cell in cells if not says_none(cell))


def merged_tops(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """For every cell below the first row of a merge: the corner where its content stands."""
    return {
        (row, col): (merge.top, merge.left)
        for merge in sheet.merges
        if merge.bottom > merge.top
        for row in range(merge.top + 1, min(merge.bottom, len(sheet.rows)) + 1)
        for col in range(merge.left, merge.right + 1)
    }


def _place(text: str) -> Heading | None:
    """The village or group that a text is, with how many households it has at most."""
    found = GROUP_HEAD.fullmatch(text)
    if not found or not (found["village"] or found["group"]) or re.search(r"全村|本村|各村|农村", text):
        return None
    return found["village"] or "", found["group"] or ""


def _words_only(whole: str) -> str:
    return SIGNATURE if SIGNATURE_WORDS.search(whole) and not NOTE_WORDS.match(whole) else NOTE


def sum_label(pieces: Iterable[str]) -> str | None:
    """The words by which a row says it is a sum; None where it does not."""
    for piece in pieces:
        found = SUM.fullmatch(piece)
        if found and not NOTE_WORDS.match(piece):
            return f"{found['of']}{found['word']}"
    return None


def is_part(label: str) -> bool:
    """Whether a sum's words say that it is a subtotal."""
    return bool(PART_WORDS.search(label)) or bool(_place(label))


def is_whole(label: str) -> bool:
    """Whether a sum's words name no part of the list (`合计`, `全村总计`; not `二组合计`)."""
    found = SUM.fullmatch(label)
    return bool(found and not is_part(label) and WHOLE_OF.fullmatch(found["of"]))


def settle(layout: Layout, totals: Sequence[int]) -> None:
    """Say which sums are the total; the others are subtotals."""
    for row in layout.sums:
        if layout.fates.get(row) == TOTAL:
            layout.fates[row] = TOTAL if row in totals else SUBTOTAL
