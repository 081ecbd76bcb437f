"""The doubt: 有疑问 about a publication or one of its lines, and 我要反映 about anything. No account, no script.

A retry with the same form key opens no second case and shows the same code. Whatever is refused, the words and the
photos that were good are still there.
"""

import datetime as dt
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xiaowei.base.clock import now
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.cases import actions as cases
from xiaowei.cases import drafts
from xiaowei.cases import queries as cases_queries
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import items
from xiaowei.doors.shared import prepared
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.templatetags.words import fours
from xiaowei.doors.villager import places, session, uploads
from xiaowei.doors.villager.dues import due_rows
from xiaowei.finance.queries import Line
from xiaowei.roster.queries import AreaFacts

FORM_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class About:
    """What a doubt hangs on: the village, a publication of it, or one of its lines; `label` in public words."""

    village: AreaFacts
    back: str
    publication: Ref | None = None
    line: Line | None = None
    label: str = ""

    @property
    def kind(self) -> str:
        return "doubt" if self.publication else "appeal"

    @property
    def heading(self) -> str:
        return _("有疑问") if self.publication else _("我要反映")


@audience("public", methods=("GET", "POST"))
def ask(request: HttpRequest, area: Ref, pub: Ref | None = None, line: Ref | None = None) -> HttpResponse:
    """The form, and its answer: the receipt itself, so that a lost answer can be asked for again."""
    uploads.prepare(request)
    about = _about(area, pub, line)
    if request.method != "POST":
        return _form(request, about, form_key=new_form_key())
    form_key = request.POST.get("form_key", "")
    if not FORM_KEY.fullmatch(form_key):
        # an old page, or a form that was cut off on the way: the words stay, under a key that is good
        problem = Refusal(_("这张表没有送完整，内容还在。请再点一次“送出”。"))
        return _form(request, about, form_key=new_form_key(), problem=problem)
    refused = uploads.keep_photos(request, form_key)
    if refused is not None:
        return _form(request, about, form_key=form_key, problem=refused)
    at = now()
    try:
        opened = _open(request, about, form_key=form_key, at=at)
    except Refusal as refusal:
        return _form(request, about, form_key=form_key, problem=refusal)
    response = _receipt(request, about, opened)
    session.begin(response, opened.case, at=at)
    return response


def _receipt(request: HttpRequest, about: About, opened: cases.Opened) -> HttpResponse:
    code, rows = fours(opened.receipt), due_rows(opened.clocks)
    values = [*code, *(value for row in rows for value in (row.iso, row.day))]

    def rendered(marks: Sequence[str]) -> str:
        places = iter(marks[len(code) :])
        blank = [replace(row, iso=next(places), day=next(places)) for row in rows]
        context = {"village": about.village, "receipt": marks[: len(code)], "dues": blank}
        return render_to_string("villager/receipt.html", context, request)

    shape = tuple((row.label, row.limit, row.provisional) for row in rows)
    key = ("receipt", get_language(), about.village.ref, about.village.short_name, shape)
    return HttpResponse(prepared.fill(key, rendered, values))


def new_form_key() -> str:
    """128 bits that name one form: what makes a retry harmless, and what the receipt derives from."""
    return secrets.token_hex(16)


def _open(request: HttpRequest, about: About, *, form_key: str, at: dt.datetime) -> cases.Opened:
    words = request.POST.get("words", "")
    if about.publication is None:
        new = cases.NewCase(about.village.ref, about.kind, words, title=about.village.short_name)
        return cases.open_case(new, form_key=form_key, at=at)
    line = about.line.ref if about.line else None
    return disclosure.doubt(about.publication, line=line, words=words, form_key=form_key, at=at)


def _form(request: HttpRequest, about: About, *, form_key: str, problem: Refusal | None = None) -> HttpResponse:
    kept = drafts.kept(form_key)
    preview = cases_queries.before_sending(about.village.ref, kind=about.kind, at=now())
    context: dict[str, Any] = {
        "village": about.village,
        "heading": about.heading,
        "back": about.back,
        "back_label": _("返回"),
        "about_label": about.label,
        "about_line": about.line,
        "form_key": form_key,
        "words": request.POST.get("words", ""),
        "longest": cases.LONGEST,
        "kept": kept,
        "slots": uploads.slots(len(kept)),
        "problem": str(problem) if problem else "",
        "preview": preview,
        "dues": due_rows(preview.clocks),
    }
    return render(request, "villager/ask.html", context, status=problem.status if problem else 200)


def _about(area: Ref, pub: Ref | None, line: Ref | None) -> About:
    village = places.village(area)
    if pub is None:
        return About(village, reverse("villager:home", args=[area]))
    item = items.item(pub)
    published = item.publication
    if published.village != area:
        raise NotFound()
    back = reverse("villager:publication", args=[area, pub])
    if line is None:
        return About(village, back, pub, None, published.title)
    found = item.line(line)
    return About(village, back, pub, found, f"{published.title} {found.voucher}".strip())
