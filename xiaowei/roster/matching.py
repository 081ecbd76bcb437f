"""Whose household a row of a list means. A number is never stored here: a keyed digest of it is compared.

The rule: the whole identity number, or name, villager group and the number's last four characters
together, must fit exactly one household. Anything else is a question for the clerk.
"""

import hmac
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from xiaowei.base.keys import key
from xiaowei.base.refs import Ref
from xiaowei.base.sheets.numerals import arabic
from xiaowei.roster.models import HouseholdMember

WHOLE = re.compile(r"\d{17}[\dX]|\d{15}")
TAIL = re.compile(r"[\dX]{4}$")
GROUP = re.compile(r"^第?(\d{1,3})(?:村民)?小?[组队]?$")
MATCHED, UNSURE, NOBODY = "matched", "unsure", "nobody"


@dataclass(frozen=True)
class Match:
    """What a row fits: one household (MATCHED), several or one half-way (UNSURE, `candidates`), or NOBODY."""

    state: str
    household: Ref | None = None
    candidates: tuple[Ref, ...] = ()


@dataclass
class Index:
    """The members of some villages, ready for many rows."""

    by_id: dict[str, set[Ref]] = field(default_factory=lambda: defaultdict(set))
    by_tail: dict[tuple[Ref, int, str, str], dict[Ref, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    by_name: dict[tuple[Ref, str], set[Ref]] = field(default_factory=lambda: defaultdict(set))
    by_village: dict[Ref, set[Ref]] = field(default_factory=lambda: defaultdict(set))

    def find(self, village: Ref, *, group: str, name: str, id_number: str) -> Match:
        """The household a row means. `id_number` may be masked; `group` is as the clerk wrote it."""
        return self.fitting(village, group=group, name=name, whole=id_key(id_number), tail=tail_key(id_number))

    def fitting(self, village: Ref, *, group: str, name: str, whole: str, tail: str) -> Match:
        """As `find`, with the keys of the identity number (`id_key`, `tail_key`) worked out already."""
        number = group_number(group)
        known: set[Ref] = self.by_id.get(whole, set())
        if len(known) == 1:
            return Match(MATCHED, next(iter(known)))
        name = bare(name)
        fits: set[Ref] = set()
        if tail and number is not None:
            for household, wholes in self.by_tail.get((village, number, name, tail), {}).items():
                # the same name and tail, but another whole number: another person
                if not whole or wholes & {"", whole}:
                    fits.add(household)
        if len(fits) == 1:
            return Match(MATCHED, fits.pop())
        candidates = tuple(sorted(fits or self.by_name.get((village, name), set())))
        return Match(UNSURE if candidates else NOBODY, None, candidates)

    def standing(self, village: Ref) -> set[Ref]:
        """Every household that stands in the village."""
        return self.by_village[village]

    def names(self, village: Ref) -> set[str]:
        """Everybody's name in the village."""
        return {name for place, name in self.by_name if place == village}


def index(villages: Iterable[Ref]) -> Index:
    """Everybody in these villages, by what a row can say about somebody. One query."""
    found = Index()
    columns = ("household", "household__village", "household__group", "name", "id_key", "tail_key")
    rows = HouseholdMember.objects.filter(household__village__in=set(villages), household__end=None)
    for household, village, group, name, whole, tail in rows.values_list(*columns):
        found.by_name[Ref(village), bare(name)].add(Ref(household))
        found.by_village[Ref(village)].add(Ref(household))
        if whole:
            found.by_id[whole].add(Ref(household))
        if tail:
            fits = found.by_tail[Ref(village), group, bare(name), tail]
            fits.setdefault(Ref(household), set()).add(whole)
    return found


def id_key(number: str) -> str:
    """The keyed digest of a whole identity number; empty for a masked one or for no number at all."""
    plain = plain_number(number)
    return _keyed("id", plain) if WHOLE.fullmatch(plain) else ""


def tail_key(number: str) -> str:
    """The keyed digest of the last four characters of an identity number, masked or whole; empty without them."""
    found = TAIL.search(plain_number(number))
    return _keyed("tail", found[0]) if found else ""


def keys_of(numbers: Sequence[str], *, tails: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """`id_key` and `tail_key` of each of these numbers, for a long list.

    `tails` is filled with what was worked out, for the next piece of the list: there are few different ones.
    """
    held, found, tails = key("matching"), [], {} if tails is None else tails
    for number in numbers:
        plain = number if WHOLE.fullmatch(number) and number.isascii() else plain_number(number)
        whole = hmac.digest(held, b"id\0" + plain.encode(), "sha256").hex() if WHOLE.fullmatch(plain) else ""
        last = plain[-4:]
        if last not in tails:
            tails[last] = tail_key(last)
        found.append((whole, tails[last]))
    return found


def plain_number(number: str) -> str:
    """A number as it is compared: half-width, without spaces, X as a capital letter."""
    if number.isascii():
        return "".join(number.split()).upper()
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()


def bare(name: str) -> str:
    """A name as it is compared: `张 三` is 张三."""
    return "".join(name.split())


@lru_cache(maxsize=1024)  # a list writes the same few groups on every line, and they are nobody's secret
def group_number(group: str) -> int | None:
    """`一组`, `第3村民小组`, `12` as a number; None for a group that has a name only."""
    plain = unicodedata.normalize("NFKC", "".join(group.split()))
    head = re.match(r"^第?([一二三四五六七八九十廿]{1,3})(?=村民|小|组|队|$)", plain)
    if head:
        plain = plain.replace(head[1], arabic(f"{head[1]}月").removesuffix("月"), 1)
    found = GROUP.match(plain)
    return int(found[1]) if found else None


def _keyed(what: str, plain: str) -> str:
    return hmac.digest(key("matching"), f"{what}\0{plain}".encode(), "sha256").hex()
