"""Reads of texts and decisions: as everybody reads them, as the own village does, and whole for staff.

What of a list anybody may read by name is the catalogue's rule of the item (`masking`), worked out here in one place.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from xiaowei.base import markup
from xiaowei.base.masking import scrub
from xiaowei.base.people import Known, free_text, name_cell, people_in, speaks_of_children
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.benefits.notes import private_words
from xiaowei.disclosure.catalogue import catalogue
from xiaowei.disclosure.texts import quorum
from xiaowei.disclosure.texts.models import Text, TextFile, TextPart
from xiaowei.disclosure.texts.quorum import Counted, Verdict

PUBLIC, VILLAGE, STAFF = "public", "village", "staff"
OFFICE, SUMS = "office", "sums"  # CatalogueItem.masking: office holders are named; of some lists nothing is shown
WHOLE_IN_VILLAGE = frozenset({"named", "rows"})  # a 公示 asks the own village to know who
NAME = "name"


@dataclass(frozen=True)
class Block:
    """A paragraph with its HTML and its words alone; both may be shown to whoever this was read for."""

    ref: Ref
    number: int
    html: str
    plain: str


@dataclass(frozen=True)
class Row:
    """One row of the list; `number` among all parts, `place` within the list. `named`: its name columns' words."""

    ref: Ref
    number: int
    place: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """A picture or paper. `html` is what a Word file says; `pages` how many pages of a PDF can be seen."""

    ref: Ref
    kind: str
    place: str
    name: str
    words: str
    size: int
    pages: int
    scanned: bool
    html: str
    digest: str

    @property
    def picture(self) -> bool:
        return self.kind == "picture"


@dataclass(frozen=True)
class Step:
    """One of the four steps: what was counted, and what the product works out of it; None where nothing was given."""

    ref: Ref
    number: int  # 1 to 4
    part: int  # among all parts
    name: str
    day: dt.date | None
    place: str
    opinion: str
    counted: Counted
    verdict: Verdict
    files: tuple[File, ...]


@dataclass(frozen=True)
class TextFacts:
    """A text or decision. `listed` counts the rows, also where none may be shown; `names_whole` in the own village."""

    ref: Ref
    kind: str
    village: Ref
    county: Ref
    item: str
    title: str
    period_from: dt.date
    period_until: dt.date
    blocks: tuple[Block, ...]
    list_title: str
    columns: tuple[str, ...]
    lead: int  # the column a row is called by: the first of names, else the first
    rows: tuple[Row, ...]
    listed: int
    files: tuple[File, ...]  # those of no step
    steps: tuple[Step, ...]
    meeting: str
    results: tuple[Block, ...]
    result_on: dt.date | None
    names_whole: bool
    dropped: tuple[str, ...]
    made_by: Ref
    made_at: dt.datetime

    def pictures(self, place: str) -> tuple[File, ...]:
        """The pictures of one group: before, during, after, or none of them."""
        return tuple(one for one in self.files if one.picture and one.place == place)

    @property
    def papers(self) -> tuple[File, ...]:
        return tuple(one for one in self.files if not one.picture)

    @property
    def carried(self) -> bool:
        """Whether all four steps are there and each was taken by enough people."""
        return len(self.steps) == quorum.STEPS and all(step.verdict.good for step in self.steps)


def text(ref: Ref, *, eyes: str = PUBLIC) -> TextFacts:
    """One text as these eyes read it. Raises NotFound. Three queries."""
    row = Text.objects.filter(pk=ref).first()
    if row is None:
        raise NotFound()
    return _facts(row, eyes)


def shows_rows(item: str, eyes: str) -> bool:
    """Whether the rows of a list under this item are shown to these eyes at all."""
    return eyes == STAFF or catalogue()[item].masking != SUMS


def names_whole(item: str, eyes: str) -> bool:
    """Whether these eyes read whole names in a list under this item."""
    masking = catalogue()[item].masking
    return eyes == STAFF or masking == OFFICE or (eyes == VILLAGE and masking in WHOLE_IN_VILLAGE)


def texts_of(parts: Iterable[Ref], *, kind: str) -> dict[Ref, Ref]:
    """The text of this kind that each of these parts belongs to; others are left out. One query."""
    rows = TextPart.objects.filter(pk__in=set(parts), text__kind=kind).values_list("ref", "text")
    return {Ref(part): Ref(text) for part, text in rows}


def known_people(row: Text, parts: Iterable[TextPart], eyes: str) -> Known | None:
    """The people of the list whose names these eyes do not read, wherever they stand; None for staff."""
    if eyes == STAFF:
        return None
    if catalogue()[row.item].masking == OFFICE:
        return Known()
    adults: set[str] = set()
    children: set[str] = set()
    for part in parts:
        if part.kind == "row":
            (children if _of_a_child(row, part) else adults).update(_named(row, part))
    if names_whole(row.item, eyes):
        adults = set()  # a child is named to nobody
    return Known(frozenset(adults - children), frozenset(children))


def known_of(file: TextFile) -> Known | None:
    """Whose names the world does not read in what a file of a written text is called."""
    return known_people(file.text, file.text.parts.all(), PUBLIC) if file.text else None


def _facts(row: Text, eyes: str) -> TextFacts:
    parts, files = list(row.parts.all()), list(row.files.all())
    known = known_people(row, parts, eyes)
    shown = [_file(one, known) for one in files]
    listed = [part for part in parts if part.kind == "row"]
    return TextFacts(
        ref=Ref(row.ref),
        kind=row.kind,
        village=Ref(row.village),
        county=Ref(row.county),
        item=row.item,
        title=row.title,
        period_from=row.period_from,
        period_until=row.period_until,
        blocks=_blocks(parts, "para", known),
        list_title=_said(row.list_title, known),
        columns=tuple(column["name"] for column in row.columns),
        lead=min(_name_columns(row.columns), default=0),
        rows=_rows(row, listed, known, eyes) if shows_rows(row.item, eyes) else (),
        listed=len(listed),
        files=tuple(one for one in shown if not one.place.startswith("step")),
        steps=tuple(_step(part, row.meeting, shown, known) for part in parts if part.kind == "step"),
        meeting=quorum.meetings().get(row.meeting, ""),
        results=_blocks(parts, "result", known),
        result_on=row.result_on,
        names_whole=names_whole(row.item, eyes),
        dropped=tuple(row.dropped),
        made_by=Ref(row.made_by),
        made_at=row.made_at,
    )


def _blocks(parts: list[TextPart], kind: str, known: Known | None) -> tuple[Block, ...]:
    return tuple(
        Block(
            Ref(part.ref),
            part.number,
            markup.html(part.words, known=known),
            markup.plain(part.words, known=known),
        )
        for part in parts
        if part.kind == kind
    )


def _rows(row: Text, listed: list[TextPart], known: Known | None, eyes: str) -> tuple[Row, ...]:
    names, whole = _name_columns(row.columns), names_whole(row.item, eyes)
    found = []
    for place, part in enumerate(listed, start=1):
        careful = eyes != STAFF and catalogue()[row.item].masking != OFFICE
        child = careful and _of_a_child(row, part)
        personal = careful and bool(_named(row, part))
        cells = tuple(
            name_cell(cell, child=child)
            if at in names and (child or not whole)
            else _beside(cell, known, personal=personal and at not in names)
            for at, cell in enumerate(part.cells)
        )
        found.append(Row(Ref(part.ref), part.number, place, cells))
    return tuple(found)


def _beside(cell: str, known: Known | None, *, personal: bool) -> str:
    """A cell beside somebody's name: illness, disability, a sentence are nobody's business, his neighbours' neither."""
    return "" if personal and any(word in cell for word in private_words()) else _said(cell, known)


def _named(row: Text, part: TextPart) -> frozenset[str]:
    cells = (part.cells[at] for at in _name_columns(row.columns) if at < len(part.cells))
    return frozenset().union(*(people_in(cell) for cell in cells))


def _of_a_child(row: Text, part: TextPart) -> bool:
    heads = "".join(str(row.columns[at]["name"]) for at in _name_columns(row.columns))
    return bool(_named(row, part)) and speaks_of_children("".join([row.title, row.list_title, heads, *part.cells]))


def _name_columns(columns: list[dict[str, str]]) -> frozenset[int]:
    return frozenset(at for at, column in enumerate(columns) if column["holds"] == NAME)


def _file(row: TextFile, known: Known | None) -> File:
    return File(
        ref=Ref(row.ref),
        kind=row.kind,
        place=row.place,
        name=_said(row.name, known),
        words=_said(row.words, known),
        size=row.size,
        pages=len(row.pages),
        scanned=row.scanned,
        html=markup.of_word(row.blocks, known=known) if row.blocks else "",
        digest=row.shown_digest,
    )


def _step(part: TextPart, meeting: str, files: list[File], known: Known | None) -> Step:
    said: dict[str, Any] = part.cells[0]
    counted = Counted(said["due"], said["present"], said["agree"], said["against"], said["abstain"])
    rule = quorum.rule(said["step"], meeting)
    return Step(
        ref=Ref(part.ref),
        number=said["step"],
        part=part.number,
        name=rule.name,
        day=dt.date.fromisoformat(said["day"]) if said["day"] else None,
        place=_said(said["place"], known),
        opinion=_said(said["opinion"], known),
        counted=counted,
        verdict=quorum.judge(counted, rule),
        files=tuple(one for one in files if one.place == f"step{said['step']}"),
    )


def _said(words: str, known: Known | None) -> str:
    return words if known is None else free_text(scrub(words), known=known)
