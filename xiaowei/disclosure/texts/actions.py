"""The verb of this package: a text or decision is written, once and for good."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base import markup
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid
from xiaowei.disclosure.texts.entry import DECISION, FileChoice, NewText
from xiaowei.disclosure.texts.files import form_digest
from xiaowei.disclosure.texts.models import Text, TextFile, TextPart
from xiaowei.disclosure.texts.places import MINUTES, MOST_PAPERS, MOST_PICTURES
from xiaowei.disclosure.vocab import DID_WRITE
from xiaowei.roster import queries as roster
from xiaowei.trail import actions as trail
from xiaowei.trail.canonical import canonical


def known(form_key: str, *, by: Ref) -> Ref | None:
    """The text that this form has become; None while it has not."""
    found = Text.objects.filter(form=form_digest(form_key, by=by)).values_list("ref", flat=True).first()
    return Ref(found) if found else None


def write(new: NewText, *, village: Ref, form_key: str, before: Ref | None, by: Ref, at: dt.datetime) -> Ref:
    """Write the text with its parts and files, inside the caller's transaction; returns its reference.

    Its files wait with the form, or are those of `before`, the text this one is the next state of. Raises Invalid.
    """
    form = form_digest(form_key, by=by)
    files = _chosen(new, form, before)
    _check_whole(new, files)
    text = Text.objects.create(
        kind=new.kind,
        village=village,
        county=roster.area(village).county or village,
        item=new.item,
        title=new.title,
        period_from=new.period_from,
        period_until=new.period_until,
        body=new.body,
        list_title=new.list_title,
        columns=[asdict(column) for column in new.listed.columns],
        dropped=list(new.listed.dropped),
        meeting=new.meeting,
        result=new.result,
        result_on=new.result_on,
        looked=new.looked,
        form=form,
        made_by=by,
        made_at=at,
    )
    TextPart.objects.bulk_create(_numbered(text, new))
    for number, (row, choice) in enumerate(files, start=1):
        if row.text_id is not None:
            row.pk, row._state.adding = new_ref(), True  # of the state before: both keep theirs
        row.text, row.form, row.number = text, "", number
        row.place, row.words = choice.place, choice.words
        row.save()
    trail.record(DID_WRITE, Ref(text.ref), by=by, at=at, facts=text_facts(text))
    return Ref(text.ref)


def text_facts(text: Text) -> dict[str, str | int]:
    """What the trail commits to of one text: every column of it, of its parts and of its files."""
    whole: dict[str, Any] = {
        "text": _columns(text),
        "parts": [_columns(part) for part in TextPart.objects.filter(text=text).order_by("number")],
        "files": [_columns(file) for file in TextFile.objects.filter(text=text).order_by("number")],
    }
    digest = hashlib.sha256(canonical(whole).encode()).hexdigest()
    return {"kind": text.kind, "village": text.village, "made_by": text.made_by, "whole": digest}


def _columns(row: Any) -> dict[str, Any]:
    return {field.attname: _spelt(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _spelt(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return int(value.timestamp())
    return value.isoformat() if isinstance(value, dt.date) else value


def _numbered(text: Text, new: NewText) -> list[TextPart]:
    parts: list[Mapping[str, Any]] = [
        *({"kind": "para", "words": one} for one in markup.blocks(new.body)),
        *({"kind": "row", "cells": list(row)} for row in new.listed.rows),
        *({"kind": "step", "cells": [_step_document(asdict(step))]} for step in new.steps),
        *({"kind": "result", "words": one} for one in markup.blocks(new.result)),
    ]
    return [TextPart(text=text, number=number, **part) for number, part in enumerate(parts, start=1)]


def _step_document(step: dict[str, Any]) -> dict[str, Any]:
    return step | {"day": step["day"].isoformat() if step["day"] else ""}


def _chosen(new: NewText, form: str, before: Ref | None) -> list[tuple[TextFile, FileChoice]]:
    """The files chosen, of those that this form may use; of another's nothing is said."""
    own = {row.ref: row for row in TextFile.objects.filter(form=form, text=None)}
    if before is not None:
        own |= {row.ref: row for row in TextFile.objects.filter(text=before)}
    return [(own[choice.ref], choice) for choice in new.files if choice.ref in own]


def _check_whole(new: NewText, files: Iterable[tuple[TextFile, FileChoice]]) -> None:
    files = list(files)
    pictures = [choice for row, choice in files if row.kind == "picture"]
    if len(pictures) > MOST_PICTURES or len(files) - len(pictures) > MOST_PAPERS:
        raise Invalid(_("一次最多 %(n)d 张图片、%(m)d 份附件。请去掉几个再存。"), n=MOST_PICTURES, m=MOST_PAPERS)
    if any(choice.place in MINUTES for _row, choice in files) and new.kind != DECISION:
        raise Invalid(_("会议记录只能放在四议两公开里。请给这份附件选一个别的位置。"))
    silent = sum(not choice.words for choice in pictures)
    if silent:
        raise Invalid(
            _("有 %(n)d 张图片还没写说明。看不见图的人靠说明知道拍的是什么，请每张写一句，已传的图都还在。"), n=silent
        )
    if not new.looked and any(row.kind == "picture" or row.scanned for row, _choice in files):
        raise Invalid(
            _("图片和扫描件机器看不出里面的号码。请逐张看过，确认没有身份证号、电话、银行卡号，勾上“我已看过”再存。")
        )
    if not (new.body or new.listed.rows or files):
        raise Invalid(_("还没有写内容。请写正文，或者贴名单、传图片附件。"))
