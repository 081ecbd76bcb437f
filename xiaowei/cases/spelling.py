"""How people write what they would rather not write out: pinyin with and without tones, half a name behind stars.

Pure. Everything here only ever finds more: a name that is missed reaches the man it accuses.
"""

import os
import re
import unicodedata
from functools import lru_cache
from itertools import product

from xiaowei.base.masking import surname
from xiaowei.base.surnames import COMPOUND, SINGLE

_NOISE = re.compile(r"[\s\W_]+")
_TONES = re.compile(r"(?<=[a-z])[1-5](?=[a-z]|$|[一-鿿])")
_LATIN = re.compile(r"[a-z]{4,}")
_STARS = "*×〇○□◯#"
_MASKED = re.compile(rf"(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(SINGLE))}])[{_STARS}]{{1,3}}(?![\s\d])")
MOST_READINGS = 16  # a name of several characters with several readings each


def plain(words: str) -> str:
    """The words without spaces, punctuation, tones and width tricks, so that 书 记, 書.记 and shū jì hide nothing."""
    wide = unicodedata.normalize("NFKC", words)
    # accents go from Latin letters alone: NFD would take other scripts apart
    bare = "".join(_letter(sign) for sign in wide)
    return _TONES.sub("", _NOISE.sub("", bare).casefold())


def masked_names(words: str) -> tuple[str, ...]:
    """What stands before the stars of half-hidden names: 陶*丑, 王××."""
    found = _MASKED.findall(unicodedata.normalize("NFKC", words))
    return tuple(match.rstrip(_STARS) for match in found)


def is_called(name: str, *, text: str, masked: tuple[str, ...]) -> bool:
    """Whether the plain text calls this person by pinyin, or half a name behind stars."""
    if surname(name) in masked:
        return True
    if not _LATIN.search(text):
        return False
    return any(spelt in text for spelt in _readings(name))


def _letter(sign: str) -> str:
    if sign.isascii() or not unicodedata.name(sign, "").startswith("LATIN"):
        return sign
    return "".join(part for part in unicodedata.normalize("NFD", sign) if not unicodedata.combining(part))


@lru_cache(maxsize=20_000)
def _readings(name: str) -> frozenset[str]:
    """The name in pinyin, every reading; the given name alone where it has two characters."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # single characters suffice, in a fifth of the memory
    from pypinyin import Style, pinyin  # only the rare word in Latin letters pays for the table

    found: set[str] = set()
    for part in {name, name[-2:]} if len(name) > 2 else {name}:
        syllables = pinyin(part, style=Style.NORMAL, heteronym=True)
        for reading, _count in zip(product(*syllables), range(MOST_READINGS), strict=False):
            spelt = "".join(reading)
            found |= {spelt, spelt.replace("v", "u"), spelt.replace("ü", "u")}
    return frozenset(found)
