"""Which area a row of a list means: pure.

An area is the one that bears the row's code now. `replaces` says more: if the row's own code stands, its area
absorbs those; else the first of them continues under the new code and absorbs the rest. Nothing is matched by
name: two villages of one name are two.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.base.refs import Ref, new_ref
from xiaowei.roster.arealist import AreaRow, BadRow

# a list says that an area exists, not since when: without a date it holds for every day we may be asked about
BEGINNING = dt.date(1949, 10, 1)


@dataclass(frozen=True)
class Standing:
    """An area as it stands; `last` is the day of its latest change."""

    ref: Ref
    level: str
    code: str
    name: str
    parent: Ref | None
    last: dt.date = BEGINNING


@dataclass
class Known:
    """The part of the roster that a list touches.

    `standing` by code; `former`: a code that nobody bears now → the code its area is under now;
    `children` of the areas that the list replaces.
    """

    standing: Mapping[str, Standing]
    former: Mapping[str, str] = field(default_factory=dict)
    children: Mapping[Ref, Sequence[Standing]] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """A row, the reference of its area, that area if it stands already, and those it absorbs."""

    row: AreaRow
    ref: Ref
    area: Standing | None
    absorbed: tuple[Standing, ...] = ()


class Unfit(Exception):
    """This row cannot be taken."""

    def __init__(self, row: AreaRow, why: Any, **params: Any) -> None:
        super().__init__()
        self.bad = BadRow(row.line, why, params)


class Matcher:
    """Matches the rows of one list; `gone` are the codes it replaces, and by which code."""

    def __init__(self, rows: Sequence[AreaRow], known: Known) -> None:
        self.known = known
        self.listed = {row.code for row in rows}
        self.gone: dict[str, str] = {}

    def match(self, row: AreaRow) -> Match:
        """The area of this row. Raises Unfit."""
        olds = self._replaced(row)
        own = self.known.standing.get(row.code)
        if own is None and not olds and row.code in self.known.former:
            now = self.known.former[row.code]
            raise Unfit(row, _("代码 %(code)s 从前用过，那个地区现在是 %(now)s。请核对代码。"), code=row.code, now=now)
        area = own or (olds.pop(0) if olds else None)
        if any(one.level != row.level for one in (area, *olds) if one):
            raise Unfit(row, _("级别与名册里的不同。同一地区不能换级别，请核对 level。"))
        return Match(row, area.ref if area else new_ref(), area, tuple(olds))

    def _replaced(self, row: AreaRow) -> list[Standing]:
        # a code that an earlier import already brought under this row's code is done
        left = [c for c in dict.fromkeys(row.replaces) if c != row.code and self.known.former.get(c) != row.code]
        for code in left:
            if code in self.listed:
                raise Unfit(row, _("replaces 里的 %(code)s 在本文件里又单独列出了。请二者留一。"), code=code)
            if code not in self.known.standing:
                raise Unfit(row, _("replaces 里的 %(code)s 不在名册里。请核对旧代码。"), code=code)
            if self.gone.setdefault(code, row.code) != row.code:
                raise Unfit(row, _("replaces 里的 %(code)s 已被另一行接替。请只写在一行里。"), code=code)
        return [self.known.standing[code] for code in left]
