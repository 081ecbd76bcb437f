"""The form in which a clerk writes: everything typed so far, the files that wait with it, and what the choices are."""

import datetime as dt
import secrets
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from xiaowei.base.clock import local
from xiaowei.base.markup import of_word_markdown
from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import Invalid, NotFound, Refusal
from xiaowei.disclosure import access, textreads, vocab, writing
from xiaowei.disclosure import queries as reads
from xiaowei.disclosure.contents import DECISION, TEXT
from xiaowei.disclosure.queries import DeskVersion
from xiaowei.disclosure.texts import entry, files, lists, quorum
from xiaowei.disclosure.texts.places import GROUPS, MINUTES
from xiaowei.disclosure.texts.queries import STAFF, TextFacts, text
from xiaowei.doors.workbench import parking
from xiaowei.doors.workbench.desk import Desk
from xiaowei.roster import queries as roster
from xiaowei.vault.limits import MAX_BYTES, too_large

SPANS = {"day": "某一天", "month": "整个月", "quarter": "整个季度", "half": "半年", "year": "全年"}
USUAL = {"M": "month", "Q": "quarter", "H": "half", "Y": "year"}
FIELDS = ("pictures", "papers", *(f"minutes{number}" for number in MINUTES.values()))


@dataclass
class Form:
    """One form. `before` is the version it goes on from; `typed` holds every field as it was sent."""

    kind: str
    village: roster.AreaFacts
    key: str
    typed: dict[str, str] = field(default_factory=dict)
    before: DeskVersion | None = None

    @property
    def fixed(self) -> bool:
        """Whether item, title and period are settled: people read it already."""
        return self.before is not None and reads_public(self.before)


def reads_public(version: DeskVersion) -> bool:
    """Whether villagers can read the item of this version already."""
    return version.state == "published" or version.correction


def blank(desk: Desk, *, kind: str, village: Ref, item: str, form_key: str = "") -> Form:
    """A new form; with `form_key` that of a Word file which waits under it. Raises NotFound."""
    place = next((one for one in access.drafting_villages(desk.person, at=desk.at) if one.ref == village), None)
    if place is None or kind not in writing.WRITTEN:
        raise NotFound()
    known = next((one for one in textreads.items_for(kind) if one.code == item), None)
    frequency = known.frequency[0] if known else ""
    typed = {
        "item": known.code if known else "",
        "span": USUAL.get(frequency, "day"),
        "day": local(desk.at).date().isoformat(),
    }
    form = Form(kind, place, form_key or new_key(), typed)
    return _from_word(desk, form) if form_key else form


def of_version(desk: Desk, ref: Ref) -> Form:
    """The form that goes on from a version. Raises NotFound."""
    version = reads.desk_version(desk.person, ref, at=desk.at)
    writing.version_before(ref, kind=version.kind, by=desk.person, at=desk.at)
    facts = text(version.content, eyes=STAFF)
    return Form(version.kind, roster.area(version.village), new_key(), _typed(facts), version)


def posted(request: HttpRequest, desk: Desk, *, before: DeskVersion | None) -> Form:
    """The form as it was sent. Raises NotFound for a village that is not his to write for."""
    typed = {name: str(request.POST[name]) for name in request.POST}
    kind = before.kind if before else typed.get("kind", "")
    village = before.village if before else typed.get("village", "")
    place = next((one for one in access.drafting_villages(desk.person, at=desk.at) if one.ref == village), None)
    if place is None or kind not in writing.WRITTEN:
        raise NotFound()
    key = typed.get("form_key", "")
    return Form(kind, place, key if len(key) == len(new_key()) else new_key(), typed, before)


def keep_files(request: HttpRequest, desk: Desk, form: Form) -> Refusal | None:
    """Keep every good file of the form; the first refusal. What was kept is chosen already."""
    refusal = None
    for name in FIELDS:
        place = form.typed.get("pictures_place", "") if name == "pictures" else ""
        place = f"step{name.removeprefix('minutes')}" if name.startswith("minutes") else place
        for file in parking.uploads(request, name):
            try:
                if file.size > MAX_BYTES:
                    raise too_large(file.size)
                ref = files.keep(form.key, file.data, name=file.name, place=place, by=desk.person, at=desk.at)
                form.typed.setdefault(f"place.{ref}", place)
            except Refusal as refused:
                refusal = refusal or _named(refused, file.name)
    return refusal


def context(desk: Desk, form: Form) -> dict[str, Any]:
    """What the page shows."""
    before = Ref(form.before.content) if form.before else None
    waiting = textreads.form_files(form.key, before=before, by=desk.person)
    dropped = {name.partition(".")[2] for name, value in form.typed.items() if name.startswith("drop.") and value}
    rows: list[dict[str, Any]] = [
        {
            "file": one,
            "place": form.typed.get(f"place.{one.ref}", one.place),
            "words": form.typed.get(f"words.{one.ref}", one.words),
            "drop": one.ref in dropped,
        }
        for one in waiting
    ]
    return {
        "form": form,
        "typed": form.typed,
        "groups": [(class_name(code), items) for code, items in by_class(form.kind)],
        "spans": SPANS.items(),
        "meetings": quorum.meetings().items(),
        "steps": [_step(number, form) for number in range(1, quorum.STEPS + 1)] if form.kind == DECISION else [],
        "places": GROUPS.items(),
        "files": [row for row in rows if not row["place"].startswith("step")],
        "minutes": {f"step{n}": [row for row in rows if row["place"] == f"step{n}"] for n in MINUTES.values()},
        "item_name": form.before and form.before.title,
        "longest": entry.LONGEST_BODY,
    }


def new_key() -> str:
    """A key for a fresh form."""
    return secrets.token_hex(16)


def _from_word(desk: Desk, form: Form) -> Form:
    waiting = [row for row in files.waiting(form.key, by=desk.person) if row.kind == "word"]
    if waiting:
        form.typed["body"] = of_word_markdown(waiting[0].blocks)[: entry.LONGEST_BODY]
        form.typed["title"] = PurePath(waiting[0].name).stem[: entry.LONGEST_TITLE]
        form.typed[f"drop.{waiting[0].ref}"] = "yes"  # its words are in the form now; ticking brings the file back
    return form


def _typed(facts: TextFacts) -> dict[str, str]:
    known = textreads.source_of(facts.ref)
    typed = {
        "item": facts.item,
        "title": facts.title,
        "span": entry.span_of(facts.period_from, facts.period_until),
        "day": facts.period_from.isoformat(),
        "body": known.body,
        "list_title": facts.list_title,
        "list": lists.spelt(facts.columns, [row.cells for row in facts.rows]),
        "meeting": known.meeting,
        "result": known.result,
        "result_on": _iso(facts.result_on),
        "looked": "yes" if known.looked else "",
    }
    for step in facts.steps:
        typed |= {f"s{step.number}_{name}": str(value) for name, value in vars(step.counted).items()}
        typed[f"s{step.number}_day"], typed[f"s{step.number}_place"] = _iso(step.day), step.place
        typed[f"s{step.number}_opinion"] = step.opinion
    return typed


def _step(number: int, form: Form) -> dict[str, Any]:
    words = {"due": _("应到"), "present": _("实到"), "agree": _("同意"), "against": _("反对"), "abstain": _("弃权")}
    rule = quorum.rule(number, form.typed.get("meeting", ""))
    of = _("应到的") if rule.agree.of == "due" else _("到会的")
    needs = {"came": rule.present.words, "agree": of + rule.agree.words}
    return {
        "number": number,
        "rule": rule,
        "needs": _("实到要%(came)s，同意要%(agree)s") % needs,
        "counts": [(name, label, form.typed.get(f"s{number}_{name}", "")) for name, label in words.items()],
        "day": form.typed.get(f"s{number}_day", ""),
        "place": form.typed.get(f"s{number}_place", ""),
        "opinion": form.typed.get(f"s{number}_opinion", ""),
        "key": f"step{number}",
    }


def by_class(kind: str) -> list[tuple[str, list[Any]]]:
    """The items that can be written about, by class of matter."""
    found: dict[str, list[Any]] = {}
    for item in textreads.items_for(kind):
        found.setdefault(item.kind, []).append(item)
    return list(found.items())


def class_name(code: str) -> str:
    """`党务`, `村务`, `财务`."""
    return str(vocab.CLASSES.get(code, code))


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _named(refused: Refusal, name: str) -> Refusal:
    if name and name not in str(refused):
        named = Invalid(_("《%(name)s》没有收：%(why)s其他内容都还在。"), name=name, why=refused)
        named.status = refused.status
        return named
    return refused


def wanted(request: HttpRequest) -> tuple[str, str, Ref | None]:
    """Kind, item and village that a link asks for."""
    kind = request.GET.get("kind", "")
    village = request.GET.get("village", "")
    return (
        kind if kind in (TEXT, DECISION) else "",
        request.GET.get("item", ""),
        Ref(village) if PATTERN.fullmatch(village) else None,
    )
