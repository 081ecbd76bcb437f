"""What the trail's verification asks this room: every step of a version with the content it signed, every excuse,
every step of an inspector's check, every digest for a group, every rating."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from xiaowei.base.refs import Ref
from xiaowei.disclosure import checkhistory, dutywitness, vocab, voices, wordingwitness
from xiaowei.disclosure.contents import NOTHING
from xiaowei.disclosure.digest import digest_facts
from xiaowei.disclosure.excuses import excuse_facts
from xiaowei.disclosure.history import public_columns, step_facts
from xiaowei.disclosure.models import (
    Check,
    CheckStep,
    Digest,
    Excuse,
    Nothing,
    Publication,
    Rating,
    RatingStep,
    Step,
    Table,
    TableReading,
    Text,
    Version,
    Withdrawal,
    WithdrawalAnswer,
)
from xiaowei.disclosure.noticedays import notice_days, was_a_rule
from xiaowei.disclosure.ratings import rating_facts
from xiaowei.disclosure.tables import actions as tables
from xiaowei.disclosure.texts.actions import text_facts
from xiaowei.disclosure.withdrawal import answer_facts, withdrawal_facts

WITNESSED = (
    "disclosure:version",
    "disclosure:excuse",
    "disclosure:table",
    "disclosure:text",
    "disclosure:withdrawal",
    "disclosure:check",
    "disclosure:digest",
    "disclosure:rating",
    *dutywitness.WITNESSED,
    *wordingwitness.WITNESSED,
)


# tables whose every row has an entry of this name
_EVERY: tuple[tuple[str, type[Model]], ...] = (
    (vocab.DID_EXCUSE, Excuse),
    (vocab.MAKE_DIGEST, Digest),
    (vocab.DID_RATE, Rating),
    (vocab.DID_READ_TABLE, TableReading),
    (vocab.DID_ENTER_TABLE, Table),
    (vocab.ASK_WITHDRAWAL, Withdrawal),
    (vocab.DECIDE_WITHDRAWAL, WithdrawalAnswer),
    (vocab.DID_WRITE, Text),
)


def facts(ref: Ref) -> dict[str, Any] | None:
    """The facts of a step or an excuse as it stands now; None when it is gone.

    The version must stand as its last step left it, and the publication show what was last published, or that
    entry names the difference.
    """
    row = Step.objects.filter(pk=ref).select_related("version__publication").first()
    if row is None:
        excuse = Excuse.objects.filter(pk=ref).first()
        return (
            excuse_facts(excuse)
            if excuse
            else _check_facts(ref)
            or _group_facts(ref)
            or _table_facts(ref)
            or dutywitness.facts(ref)
            or wordingwitness.facts(ref)
        )
    return step_facts(row) | _version_now(row) | _publication_now(row)


def refs() -> Iterator[tuple[str, Ref]]:
    """Every step and excuse must have an entry, and nothing stands without a step."""
    for move, ref in Step.objects.values_list("move", "ref").iterator():
        yield vocab.did(move), Ref(ref)
    for move, ref in CheckStep.objects.values_list("move", "ref").iterator():
        yield checkhistory.did(move), Ref(ref)
    for ref in Check.objects.filter(steps=None).values_list("ref", flat=True).iterator():
        yield checkhistory.did("find"), Ref(ref)
    for move, ref in RatingStep.objects.values_list("move", "ref").iterator():
        yield voices.did(move), Ref(ref)
    for did, model in _EVERY:
        for ref in model._default_manager.values_list("pk", flat=True).iterator():
            yield did, Ref(ref)
    yield from dutywitness.refs()
    yield from wordingwitness.refs()
    for ref in Version.objects.filter(steps=None).values_list("ref", flat=True).iterator():
        yield vocab.did("make"), Ref(ref)
    for ref in Publication.objects.filter(versions=None).values_list("ref", flat=True).iterator():
        yield vocab.did("make"), Ref(ref)


def _check_facts(ref: Ref) -> dict[str, str | int] | None:
    row = CheckStep.objects.filter(pk=ref).select_related("check_made").first()
    if row is None:
        return None
    check = row.check_made
    if row.pk != check.steps.values_list("pk", flat=True).last():
        return checkhistory.step_facts(row)
    should = checkhistory.columns_after(row.state, row.due_at, row.seq)
    changed = sorted(name for name, value in should.items() if getattr(check, name) != value)
    return checkhistory.step_facts(row) | ({"check_row": " ".join(changed)} if changed else {})


def _group_facts(ref: Ref) -> dict[str, Any] | None:
    digest = Digest.objects.filter(pk=ref).first()
    if digest is not None:
        return digest_facts(digest)
    rating = Rating.objects.filter(pk=ref).first()
    if rating is not None:
        return rating_facts(rating)
    step = RatingStep.objects.filter(pk=ref).first()
    return voices.step_facts(step) if step else None


def _table_facts(ref: Ref) -> dict[str, Any] | None:
    reading = TableReading.objects.filter(pk=ref).first()
    if reading is not None:
        return tables.reading_facts(reading)
    table = Table.objects.filter(pk=ref).first()
    if table is not None:
        return tables.table_facts(table)
    asked = Withdrawal.objects.filter(pk=ref).first()
    if asked is not None:
        return withdrawal_facts(asked)
    said = WithdrawalAnswer.objects.filter(pk=ref).first()
    return answer_facts(said) if said else _text_facts(ref)


def _text_facts(ref: Ref) -> dict[str, Any] | None:
    text = Text.objects.filter(pk=ref).first()
    return text_facts(text) if text else None


def _version_now(row: Step) -> dict[str, str]:
    version = row.version
    if row.pk != version.steps.values_list("pk", flat=True).last():
        return {}
    submitted = version.steps.filter(move="submit").last()
    should = {"state": row.state, "steps_taken": row.seq, "reason": submitted.note if submitted else ""}
    changed = sorted(name for name, value in should.items() if getattr(version, name) != value)
    return ({"version_row": " ".join(changed)} if changed else {}) | _nothing_now(version)


def _nothing_now(version: Version) -> dict[str, str]:
    """本期没有 has no entry of its own: where it stands and whose word it is are those of its version."""
    row = Nothing.objects.filter(pk=version.content).first() if version.content_kind == NOTHING else None
    if row is None:
        return {}
    places = ("village", "county", "item", "period_from", "period_until")
    should = {name: getattr(version.publication, name) for name in places}
    should |= {"by": version.made_by, "at": version.made_at}
    changed = sorted(name for name, value in should.items() if getattr(row, name) != value)
    return {"nothing_row": " ".join(changed)} if changed else {}


def _days_of(publication: Publication) -> int:
    if publication.notice_from and publication.notice_until:
        days = (publication.notice_until - publication.notice_from).days
        if was_a_rule(days):
            return days
    return notice_days(publication.item)


def _publication_now(row: Step) -> dict[str, str]:
    publication = row.version.publication
    steps = Step.objects.filter(version__publication=publication).order_by("version__number", "seq")
    checked = steps.filter(move="check").last()
    if row != (checked or steps.last()):
        return {}
    should = public_columns(row.version.number, at=row.at, days=_days_of(publication))
    should = should if checked else dict.fromkeys(should)
    taken_back = steps.filter(move="withdraw", version=row.version).last()
    should["withdrawn_at"] = taken_back.at if taken_back else None
    changed = sorted(name for name, value in should.items() if getattr(publication, name) != value)
    return {"publication_row": " ".join(changed)} if changed else {}
