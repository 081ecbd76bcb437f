"""Amounts in Chinese capitals, as receipts and totals carry them: 壹万贰仟叁佰元伍角整."""

import re
import unicodedata
from decimal import Decimal

DIGITS = {
    character: value
    for value, characters in enumerate(
        ("零〇○Ｏ", "壹一弌", "贰二貳两贰兩弍", "叁三參叄弎仨", "肆四", "伍五", "陆六陸", "柒七", "捌八", "玖九")
    )
    for character in characters
}
TENS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
HIGH = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
SPECIAL = {"廿": "二十", "卅": "三十", "念": "二十"}
FORMAL = re.compile("[壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟]")
CHARACTERS = "".join([*DIGITS, *TENS, *HIGH, *SPECIAL])
WHOLE = re.compile(
    rf"(?:人民币|大写|金额|合计|总计|共计|[::（）()⊗¥￥])*(?P<sign>负|减)?"
    rf"(?:(?P<yuan>[{CHARACTERS}\d.]+)(?:元|圆|块|園))?(?P<zero>[零〇])?(?:(?P<jiao>[{CHARACTERS}\d])[角毛])?[零〇]?"
    rf"(?:(?P<fen>[{CHARACTERS}\d])分)?(?P<end>整|正)?[)）]?"
)


def capital_amount(text: str) -> Decimal | None:
    """Yuan of a text that is wholly an amount in words, mixed with digits or not; None for anything else.

    `壹万贰仟叁佰元伍角整` is 12300.5, `叁佰元` 300, `捌角` 0.8. A bare numeral without 元, 角 or 分 is read only where
    it is written in the formal characters: `叁佰`, but not `三` or `二〇二三`.
    """
    plain = unicodedata.normalize("NFKC", "".join(text.split())).rstrip("。.")
    found = WHOLE.fullmatch(plain)
    if found and (found["yuan"] or found["jiao"] or found["fen"]) and _said_in_words(plain):
        yuan = _figure(found["yuan"]) if found["yuan"] else 0
        jiao = _figure(found["jiao"]) if found["jiao"] else 0
        fen = _figure(found["fen"]) if found["fen"] else 0
        if yuan is None or jiao is None or fen is None or jiao > 9 or fen > 9:
            return None
        value = Decimal(yuan) + Decimal(jiao) / 10 + Decimal(fen) / 100
        return -value if found["sign"] else value
    bare = re.sub(r"^(?:人民币|大写|[::])+|[整正]$", "", plain)
    if FORMAL.search(bare) and (number := chinese_number(bare)) is not None:
        return Decimal(number)
    return None


def chinese_number(text: str) -> int | None:  # noqa: C901 (one reading from left to right)
    """The whole number that Chinese numerals write: `壹万贰仟` 12000, `两千零五` 2005; None for no sure one.

    Digits one after the other (二〇二三) are a year or a number read out, not an amount: None.
    """
    for short, long in SPECIAL.items():
        text = text.replace(short, long)
    if not text or any(c not in DIGITS and c not in TENS and c not in HIGH for c in text):
        return None
    total = section = 0
    digit: int | None = None
    last, zero = 0, False  # the unit before, so that they fall; whether a zero stood between
    for character in text:
        if character in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[character]
            zero = zero or digit == 0
            continue
        unit = TENS.get(character) or HIGH[character]
        if unit < 10_000:
            if (last and unit >= last) or (digit == 0 and unit != 10):
                return None
            section += (1 if digit in (None, 0) else digit or 0) * unit
            last = unit
        else:
            whole = section + (digit or 0)
            hundred_million = unit == 100_000_000
            whole += total if hundred_million else 0  # 壹万亿: what stands before 亿 may itself have its 万
            if whole == 0 or (total and hundred_million and total >= unit) or (not hundred_million and total % 10**8):
                return None
            total = whole * unit if hundred_million else total + whole * unit
            section, last = 0, unit
        digit, zero = None, False
    if digit:
        if last >= 100 and not zero:
            return None  # 一千二 is 1200 when spoken and 1002 when somebody forgot the zero
        section += digit
    return total + section


def _figure(text: str) -> Decimal | int | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return Decimal(text)
    mixed = re.fullmatch(r"(\d+(?:\.\d+)?)([万萬亿億仟千佰百])", text)
    if mixed:
        return Decimal(mixed[1]) * (HIGH.get(mixed[2]) or TENS[mixed[2]])
    return chinese_number(text)


def _said_in_words(plain: str) -> bool:
    """Whether a numeral is among it, or a jiao or fen: `300元` alone is for `amounts`."""
    return any(c in DIGITS or c in TENS for c in plain) or bool(re.search("[角分毛]", plain))


def in_capitals(fen: int) -> str:
    """An amount as a receipt writes it: 1230050 fen as `壹万贰仟叁佰元伍角整`."""
    sign, fen = ("负" if fen < 0 else ""), abs(fen)
    yuan, rest = divmod(fen, 100)
    words = f"{_spelt(yuan)}元" if yuan else ""
    jiao, cents = divmod(rest, 10)
    if not rest:
        return f"{sign}{words or '零元'}整"
    if jiao:
        words += f"{FORMAL_DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    return sign + words + (f"{FORMAL_DIGITS[cents]}分" if cents else "整")


FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def _spelt(number: int) -> str:
    words = ""
    for high, size in (("亿", 100_000_000), ("万", 10_000), ("", 1)):
        part, number = divmod(number, size)
        if not part:
            if words and not words.endswith("零") and number:
                words += "零"
            continue
        if words and part < 1000 and not words.endswith("零"):
            words += "零"
        words += (_spelt(part) if part >= 10_000 else _four(part)) + high
    return words.rstrip("零")


def _four(part: int) -> str:
    words, gap = "", False
    for name, size in (("仟", 1000), ("佰", 100), ("拾", 10), ("", 1)):
        digit, part = divmod(part, size)
        if digit:
            words += ("零" if gap and words else "") + FORMAL_DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return words
