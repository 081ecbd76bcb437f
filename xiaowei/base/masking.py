"""Masking: a public page never shows a phone, an identity number or a bank card, nor a whole name beside one.

In public a name is its surname and one star, whatever its length; numbers are taken out.
"""

import re
from dataclasses import dataclass

from xiaowei.base.surnames import COMPOUND, SINGLE

PHONE, IDENTITY, CARD, NAME = "phone", "identity", "card", "name"

# full-width digits count one to one, so that places in the text stay the same
FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－＊　\u00a0\u2003\u2009‐‑–—", "0123456789XX-*    ----")
# an identity number with one sign between any two digits (+), as people part it to read it out: region, birth, order.
# No year begins like a region, so ranges of dates stay.
PARTED = "+".join(
    (
        r"(?:1+[1-5]|2+[1-3]|3+[1-7]|4+[1-6]|5+[0-4]|6+[1-5]|7+1|8+[1-3]|9+[19])",
        *([r"\d"] * 4),
        *(r"(?:1+9|2+0)", r"\d", r"\d", r"(?:0+[1-9]|1+[0-2])", r"(?:[0-2]+\d|3+[01])"),
        *(r"\d", r"\d", r"\d", r"[\dXx]"),
    )
).replace("+", "[ .·．-]?")
IDENTITY_NUMBER = (
    r"(?<!\d)(?:\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]"
    rf"|{PARTED}"
    r"|\d{6}\*{6,9}\d{2,3}[\dXx*]"
    r"|[1-9]\d{7}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3})(?!\d)"
)
CARD_NUMBER = (
    r"(?<!\d)(?:\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?|[3-9]\d{5}(?:[ -]\d{4}){2}[ -]\d{3,4}(?:[ -]\d{1,3})?"
    r"|\d{4}\*{6,15}\d{3,4})(?!\d)"
)
PHONE_NUMBER = (
    r"(?<!\d)(?:(?:\+?86[ -]?)?1[3-9]\d[ -]?(?:\d{4}|\*{4})[ -]?\d{4}|0\d{2,3}-?\d{7,8}"
    r"|(?:[(（]0(?:10|2\d|[3-9]\d\d)[)）]|0(?:10|2\d|[3-9]\d\d) )[ -]?\d{7,8}"
    r"|1[3-9]\d(?:[.·．/]\d{4}){2}|1[3-9]\d[ .·-]\d{3}[ .·-]\d{5}|1[3-9]\d\d[ .·-]\d{3}[ .·-]\d{4})(?!\d)"
    r"|[〇零一二三四五六七八九幺]{11,}"
)
NUMBERS = re.compile(f"(?P<identity>{IDENTITY_NUMBER})|(?P<card>{CARD_NUMBER})|(?P<phone>{PHONE_NUMBER})")
LABEL = re.compile(
    r"[\s:：,，、;；(（]*(?:(?:联系)?(?:电话|手机)号?码?|身份证(?:号码?|件)?|(?:银行|一卡通)?(?:卡|账|帐)号)?[\s:：,，、;；(（]*$"
)
HAN = re.compile(r"[一-鿿·]+$")
EMPTY_BRACKETS = re.compile(r"[(（][\s:：,，、;；]*[)）]")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something personal in a text: what it is and where it stands (end not included)."""

    kind: str
    start: int
    end: int
    text: str


def surname(name: str) -> str:
    """The surname of a Chinese name, compound ones included."""
    return name[:2] if name[:2] in COMPOUND and len(name) > 2 else name[:1]


def mask_name(name: str) -> str:
    """`张三` and `张三丰` as `张*`, `欧阳锋` as `欧阳*`: the number of stars does not tell the length."""
    bare = "".join(name.split())
    return f"{surname(bare)}*" if bare else ""


def findings(text: str) -> list[Finding]:
    """Numbers that belong to a person, and the name that stands directly before one, in order."""
    plain = text.translate(FULL_WIDTH)
    found: list[Finding] = []
    for match in NUMBERS.finditer(plain):
        start, end = match.span()
        if name := _name_before(plain, start):
            found.append(name)
        kind = match.lastgroup or PHONE
        found.append(Finding(kind, start, end, text[start:end]))
    return found


def scrub(text: str) -> str:
    """The text as the public may read it: numbers taken out with their label, the name before one masked."""
    pieces: list[str] = []
    last = 0
    for finding in findings(text):
        between = text[last : finding.start]
        if finding.kind == NAME:
            pieces += [between, mask_name(finding.text)]
        else:
            pieces.append(_without_label(between))
        last = finding.end
    pieces.append(text[last:])
    return EMPTY_BRACKETS.sub("", "".join(pieces)).rstrip() if last else text


def _without_label(before: str) -> str:
    """`联系电话：` says nothing once its number is gone; an opening bracket stays for its partner."""
    found = LABEL.search(before)
    if not found:
        return before
    bracket = re.search(r"[(（]", found[0])
    return before[: found.start()] + (bracket[0] if bracket else "")


def _name_before(text: str, end: int) -> Finding | None:
    label = LABEL.search(text[:end])
    stop = label.start() if label else end
    run = HAN.search(text[:stop])
    if not run:
        return None
    for length in (4, 3, 2):
        name = run[0][-length:]
        known = COMPOUND if length == 4 else SINGLE | COMPOUND
        if len(name) == length and (name[:2] in COMPOUND or (name[0] in known and length < 4)):
            return Finding(NAME, stop - length, stop, name)
    return None
