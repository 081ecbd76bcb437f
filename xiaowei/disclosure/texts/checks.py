"""What the product doubts in a text or decision: what will be hidden, and steps not taken by enough people."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.masking import NAME, findings
from xiaowei.base.refs import Ref
from xiaowei.base.sheets.issues import ERROR, WARNING
from xiaowei.disclosure.texts import quorum
from xiaowei.disclosure.texts.queries import STAFF, Step, TextFacts, text


def issues_of(ref: Ref) -> tuple[dict[str, Any], ...]:
    """The doubts as a sheet's intake writes them; `row` is the step of the record. Raises NotFound."""
    facts = text(ref, eyes=STAFF)
    found = [*_personal(facts), *_papers(facts)]
    if facts.kind == "decision":
        found += _record(facts)
    return tuple(found)


def _personal(facts: TextFacts) -> Iterator[dict[str, Any]]:
    words = [*(block.plain for block in (*facts.blocks, *facts.results)), *(c for row in facts.rows for c in row.cells)]
    words += [one for file in facts.files for one in (file.name, file.words)]
    words += [one for step in facts.steps for one in (step.place, step.opinion)]
    hidden = sum(1 for one in words for finding in findings(one) if finding.kind != NAME)
    if hidden:
        yield _issue("personal_data", WARNING, _("有 %(n)d 处电话、身份证号或卡号，公开时自动去掉。") % {"n": hidden})
    if facts.dropped:
        columns = _("、").join(facts.dropped)
        yield _issue("dropped_column", WARNING, _("名单里的“%(columns)s”不公开，也没有保存。") % {"columns": columns})


def _papers(facts: TextFacts) -> Iterator[dict[str, Any]]:
    every = [*facts.files, *(file for step in facts.steps for file in step.files)]
    for file in every:
        if file.kind == "word" and file.scanned:
            words = _("《%(name)s》里的图片没有转出来，只公开文字和表格。")
            yield _issue("left_out", WARNING, words % {"name": file.name})


def _record(facts: TextFacts) -> Iterator[dict[str, Any]]:
    taken = {step.number: step for step in facts.steps}
    for number in range(1, quorum.STEPS + 1):
        step = taken.get(number)
        if step is None:
            name = quorum.rule(number).name
            yield _issue("step_missing", ERROR, _("缺“%(name)s”这一步的记录。") % {"name": name}, row=number)
        else:
            yield from _step(step)
    yield from _order(facts.steps)


def _step(step: Step) -> Iterator[dict[str, Any]]:
    counted, verdict, rule = step.counted, step.verdict, step.verdict.rule
    said = {"name": step.name, **vars(counted)}
    if not verdict.came:
        words = _("“%(name)s”应到 %(due)d 人，实到 %(present)d 人，没有达到%(share)s，会议不成立。")
        yield _issue("present_short", ERROR, words % (said | {"share": rule.present.words}), row=step.number)
    if not verdict.carried:
        words = _("“%(name)s”同意 %(agree)d 人，没有达到%(of)s%(share)s，没有通过。")
        of = _("应到人数") if rule.agree.of == "due" else _("到会人数")
        yield _issue("agree_short", ERROR, words % (said | {"of": of, "share": rule.agree.words}), row=step.number)
    if not verdict.adds_up:
        words = _(
            "“%(name)s”同意 %(agree)d、反对 %(against)d、弃权 %(abstain)d，和实到 %(present)d、应到 %(due)d 对不上。"
        )
        yield _issue("votes_mismatch", ERROR, words % said, row=step.number)
    if step.day is None:
        yield _issue("day_missing", ERROR, _("“%(name)s”没有写日期。") % said, row=step.number)
    if not step.files:
        yield _issue("minutes_missing", WARNING, _("“%(name)s”没有附会议记录或照片。") % said, row=step.number)
    if not step.opinion:
        yield _issue("opinion_missing", WARNING, _("“%(name)s”没有写监督意见。") % said, row=step.number)


def _order(steps: Iterable[Step]) -> Iterator[dict[str, Any]]:
    dated = [step for step in steps if step.day]
    for earlier, later in pairwise(dated):
        if later.day and earlier.day and later.day < earlier.day:
            words = _("“%(later)s”的日期在“%(earlier)s”之前，顺序不对。")
            yield _issue(
                "dates_out_of_order", ERROR, words % {"later": later.name, "earlier": earlier.name}, row=later.number
            )


def _issue(code: str, severity: str, message: str, *, row: int | None = None) -> dict[str, Any]:
    return {"code": code, "severity": severity, "sheet": None, "row": row, "col": None, "message": message}
