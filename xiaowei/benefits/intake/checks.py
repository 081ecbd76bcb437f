"""The checks of a list of households: each row by itself, and identity numbers against each other."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from xiaowei.base.sheets.doubts import check_personal
from xiaowei.base.sheets.grid import TEXT
from xiaowei.base.sheets.headers import squeezed
from xiaowei.base.sheets.householdheads import Header
from xiaowei.base.sheets.issues import ERROR, WARNING
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.benefits.intake import identity
from xiaowei.benefits.intake.reading import Reading
from xiaowei.benefits.intake.understanding import Row

NO_AMOUNT = _("%(cell)s 没有写金额。请补上，或写明为什么不发。")
NO_NAME = _("%(cell)s 没有写户主姓名。请补上。")
NOT_FILLED = _("%(cell)s 空着，这一列别的行都填了。请补上。")
NEGATIVE = _("%(cell)s 是负数 %(written)s。如果是扣回，请在备注里写明。")
RED = _("%(cell)s 是红字，习惯上表示扣回，已按正数读入。如果是扣回，请写成负数；不是的，请改回黑字。")
ZERO = _("%(cell)s 是 0。没有发放的户请写明原因，或从表里去掉。")
BAD_LENGTH = _("%(cell)s 的身份证号是 %(count)d 位，应是 18 位。请核对。")
OLD_NUMBER = _("%(cell)s 的身份证号是 15 位的旧号码，现在应是 18 位。请核对。")
DAMAGED = _("%(cell)s 的身份证号被表格当成了数字，末几位已经丢失。请把这一列改成文本，重新填写。")
BAD_CHECKSUM = _("%(cell)s 的身份证号校验位不对，有一位写错了。请核对。")
TWO_PEOPLE = _("%(cell)s 的身份证号与第 %(row)d 行相同，姓名却不同。请核对是谁的证件。")
PAID_TWICE = _("%(cell)s 与第 %(row)d 行是同一个人。请核对是不是重复发放。")
DECEASED = _("%(cell)s 写明%(word)s，却仍有金额。请核对是否该停发，或写明由谁代领。")
GONE = re.compile(
    r"已故|死亡|去世|亡故|病故|身故|已死|过世|逝世|离世|已亡|病逝|不在世|注销|销户|迁出|户口迁走|户籍迁走|搬迁外地|已迁走|已迁移"
)
GIVEN_UP = re.compile(r"停发|不发|未发|放弃|不享受|自愿退出|取消|已退|暂缓|重复|不符合|外出|未领")
CAUSE = re.compile(r"(?:致贫|困难|救助|申请|受灾|补助|帮扶)[^变停]{0,3}(?:原因|事由|情况)|^原因$|^事由$")
NOT_GONE = re.compile(
    r"注销(?:银行)?(?:账户|帐户|卡)|(?:丈夫|妻子|配偶|父亲?|母亲?|父母|双亲|儿子|子女|老伴|监护人)[^,，。;；]{0,4}(?:已故|死亡|去世|亡故|病故|身故|过世|逝世|离世)"
)
TAKEN_OVER = re.compile(
    r"代领|代为领取|继承|由其|其[子女妻夫]|由[^,，。]{1,8}领|遗属|过户|变更|接续|(?:次月|下月|下季度?|\d月起?)[^,，。]{0,4}停|丧葬"
)
FULL = 0.9  # a column that nearly every row fills is one that every row must
REQUIRED = ("id_number", "account", "area", "persons", "quantity", "standard")
FEWEST = 5
PERSONAL_SIGNS = re.compile(r"[\d０-９*＊]{4}|[〇零一二三四五六七八九幺]{11}")
SILENT = (
    "number",
    "name",
    "head",
    "id_number",
    "account",
    "phone",
    "amount",
    "area",
    "persons",
    "quantity",
    "standard",
)


def explained(reading: Reading, rows: Sequence[Row]) -> list[Row]:
    """The rows with 0 where no amount is written and the row says why nobody is paid."""
    if not reading.col("amount"):
        return list(rows)
    found = []
    for row in rows:
        if row.amount is None and reading.sheet.at(row.row, reading.col("amount")).blank:
            merged = (row.row, reading.col("amount")) in reading.tops  # the row above holds it for both
            words = "|".join(reading.sheet.at(row.row, reading.col(name)).text for name in ("note", "status"))
            if merged or _says_why(words):
                row = replace(row, amount=0)
        found.append(row)
    return found


def _says_why(words: str) -> bool:
    """Whether the words explain that nothing is paid."""
    return bool(GONE.search(words) or GIVEN_UP.search(words))


def check_rows(reading: Reading, rows: Sequence[Row], *, repeats: bool, modern: bool = True) -> None:
    """Each row by itself, then identity numbers against each other. `repeats`: one person on several rows is usual.

    `modern` says that the list is of a time when 15 digits no longer were an identity number.
    """
    _check_amounts(reading, rows)
    _check_blanks(reading, rows)
    if reading.col("id_number"):
        _check_identities(reading, rows, repeats=repeats, modern=modern)
    _check_words(reading, rows)


def _check_amounts(reading: Reading, rows: Sequence[Row]) -> None:
    col, name_col = reading.col("amount"), reading.col("name")
    read, red = {(issue.row, issue.col) for issue in reading.issues}, reading.sheet.red
    for row in rows:
        amount = row.amount
        if name_col and not row.name:
            reading.doubt("blank_value", ERROR, NO_NAME, row.row, name_col)
        if not col:
            continue
        if amount and amount > 0 and (row.row, col) in red:
            reading.doubt("shown_red", WARNING, RED, row.row, col)
        if amount is None:
            if (row.row, col) not in read:
                reading.doubt("blank_value", ERROR, NO_AMOUNT, row.row, col)
        elif amount == 0 and (row.row, col) not in reading.tops and not _says_why(row.note):
            reading.doubt("zero_amount", WARNING, ZERO, row.row, col)
        elif amount < 0:
            reading.doubt("negative_amount", WARNING, NEGATIVE, row.row, col, written=reading.as_written(amount))


def _check_blanks(reading: Reading, rows: Sequence[Row]) -> None:
    """A cell left empty in a column that all the others fill."""
    if len(rows) < FEWEST:
        return
    for name in REQUIRED:
        col = reading.col(name)
        if not col:
            continue
        empty = [
            row for row in rows
            if not getattr(row, name) and reading.sheet.at(row.row, col).blank and (row.row, col) not in reading.tops
        ]  # fmt: skip
        if empty and len(empty) <= (1 - FULL) * len(rows) + 1:
            for row in empty:
                reading.doubt("blank_value", WARNING, NOT_FILLED, row.row, col)


def _check_identities(reading: Reading, rows: Sequence[Row], *, repeats: bool, modern: bool) -> None:
    col, looks = reading.col("id_number"), identity.Identities()
    seen: dict[str, Row] = {}
    cells = reading.sheet.rows
    for row in rows:
        number = row.id_number
        if not number:
            continue
        line = cells[row.row - 1]
        state = looks.state(number, line[col - 1] if col <= len(line) else reading.sheet.at(row.row, col))
        if state == identity.FINE:
            pass
        elif state == identity.DAMAGED:
            code = "bad_checksum" if number.isdigit() and len(number) == 18 else "bad_length"
            reading.doubt(code, ERROR, DAMAGED, row.row, col)
            continue
        elif state == identity.WRONG:
            reading.doubt("bad_checksum", ERROR, BAD_CHECKSUM, row.row, col)
        elif state == identity.SHORT:
            reading.doubt("bad_length", ERROR, BAD_LENGTH, row.row, col, count=len(number))
        elif state == identity.OLD and modern:
            reading.doubt("bad_length", WARNING, OLD_NUMBER, row.row, col)
        if len(number) < 15 or not number[:-1].isdigit():
            continue
        other = seen.setdefault(number, row)
        if other is not row and (row.row, col) not in reading.tops:
            _check_twice(reading, row, other, repeats=repeats)


def _check_twice(reading: Reading, row: Row, other: Row, *, repeats: bool) -> None:
    if _bare(other.name) != _bare(row.name):
        reading.doubt("duplicate_id", ERROR, TWO_PEOPLE, row.row, reading.col("id_number"), row=other.row)
    elif not repeats:
        reading.doubt("paid_twice", WARNING, PAID_TWICE, row.row, reading.col("name"), row=other.row)


def check_across(readings: Sequence[Reading], panels: Sequence[Sequence[Row]], *, repeats: bool) -> None:
    """One number in two panels, or in two blocks below each other."""
    seen: dict[str, tuple[int, Row]] = {}
    for place, (reading, rows) in enumerate(zip(readings, panels, strict=True)):
        for row in rows:
            if len(row.id_number) != 18 or not row.id_number[:-1].isdigit():
                continue
            first, other = seen.setdefault(row.id_number, (place, row))
            if first != place:
                _check_twice(reading, row, other, repeats=repeats)


def _bare(name: str) -> str:
    return re.sub(r"[\s·•.]|[(（].*[)）]", "", name)


def _check_words(reading: Reading, rows: Sequence[Row]) -> None:
    """The words of a row: whether the person is said to be dead or gone, and what the public will not read."""
    silent = {reading.col(name) for name in SILENT}
    gone = _gone_columns(reading)
    known: dict[str, tuple[str, bool]] = {}
    name = reading.col("name")
    for row in rows:
        if len(row.name) > 4 and row.amount and (found := GONE.search(row.name)) and not TAKEN_OVER.search(row.name):
            reading.doubt("deceased_still_paid", ERROR, DECEASED, row.row, name, word=found[0])
        if row.note and PERSONAL_SIGNS.search(row.note):
            check_personal(reading, row.row, "note", row.note)
        cells = reading.sheet.rows[row.row - 1]
        for col in gone:
            if col > len(cells) or col in silent or cells[col - 1].kind != TEXT:
                continue
            text = cells[col - 1].text
            if text not in known:
                plain = NOT_GONE.sub("", squeezed(text))
                found = GONE.search(plain)
                known[text] = (found[0], bool(TAKEN_OVER.search(plain))) if found else ("", False)
            word, over = known[text]
            if word and row.amount and not over:
                reading.doubt("deceased_still_paid", ERROR, DECEASED, row.row, col, word=word)
                break


def _gone_columns(reading: Reading) -> list[int]:
    """The columns of words in which somebody may be said to be gone: notes, states, what the header does not know."""
    width = min(reading.sheet.width, 60)
    texts = {col: _head(reading, col) for col in range(1, width + 1)}
    causes = {col for col, text in texts.items() if CAUSE.search(text)}
    places = ("village", "township", "place", "group", "address", "signature")
    spoken = causes | {reading.col(name) for name in (*SILENT, *places)}
    return [col for col in range(1, width + 1) if col not in spoken]


def _head(reading: Reading, col: int) -> str:
    """What stands in the header above a column."""
    return squeezed("".join(reading.sheet.at(row, col).text for row in reading.header_rows))


WRONG_PRODUCT = _("%(cell)s 写 %(written)s，按%(what)s应是 %(right)s。请核对这一行的面积和金额。")
AREA_BY = _("面积 %(factor)s 乘标准 %(standard)s ")
OTHER_BY = _("数量 %(factor)s 乘标准 %(standard)s ")
WRONG_PARTS = _("%(cell)s 写 %(written)s，同一行各项相加是 %(right)s。请核对。")
ENOUGH = 0.6


def check_products(reading: Reading, rows: Sequence[Row], rate: Decimal | None) -> None:
    """Amount against area (or number, or persons) times the standard, for so many months, where nearly all rows
    hold to it.

    Where they do not, the standard is one of several, or for something else, and nothing is said.
    """
    step = 100 if all((row.amount or 0) % 100 == 0 for row in rows) else 1
    one = Decimal(1)
    factors: tuple[tuple[Callable[[Row], Decimal | None], str], ...] = (
        (lambda row: row.area, AREA_BY),
        (lambda row: row.quantity, OTHER_BY),
        (lambda row: None if row.persons is None else Decimal(row.persons), OTHER_BY),
        (lambda row: one if row.row in reading.months else None, OTHER_BY),
    )
    for factor_of, words in factors:
        plain = [
            (row, factor, standard)
            for row in rows
            if row.amount is not None and (factor := factor_of(row)) and (standard := _standard(row, rate))
        ]
        for monthly in (False, True) if reading.months else (False,):
            told = [
                (row, factor * reading.months.get(row.row, one) if monthly else factor, standard)
                for row, factor, standard in plain
            ]
            wrong = [each for each in told if abs((each[0].amount or 0) - each[1] * each[2]) >= step]
            if len(told) < 2 or len(wrong) > (1 - ENOUGH) * len(told):
                continue
            for row, factor, standard in wrong:
                reading.doubt(
                    "amount_mismatch", ERROR, WRONG_PRODUCT, row.row, reading.col("amount"),
                    written=reading.as_written(row.amount or 0), right=reading.as_written(round(factor * standard)),
                    what=words % {"factor": f"{factor:f}", "standard": f"{standard / 100:f}"},
                )  # fmt: skip
            return


def _standard(row: Row, rate: Decimal | None) -> Decimal | None:
    """The standard in fen."""
    return Decimal(row.standard) if row.standard is not None else None if rate is None else rate * 100


def check_parts(reading: Reading, header: Header, rows: Sequence[Row]) -> None:
    """The sum column against its parts, in a list where both stand beside each other."""
    if not header.parts or header.added:
        return
    told = []
    for row in rows:
        figures = [(col, reading.part(row.row, col)) for col in header.parts]
        known = [(col, fen) for col, fen in figures if fen is not None]
        if known and row.amount is not None:
            rights = {sum(fen for _col, fen in known)}
            rights.add(sum(-abs(fen) if col in reading.takes else fen for col, fen in known))
            told.append((row, rights))
    wrong = [(row, rights) for row, rights in told if row.amount not in rights]
    if len(wrong) > (1 - ENOUGH) * len(told):
        return
    for row, rights in wrong:
        reading.doubt(
            "amount_mismatch", ERROR, WRONG_PARTS, row.row, reading.col("amount"),
            written=reading.as_written(row.amount or 0), right=reading.as_written(min(rights)),
        )  # fmt: skip
