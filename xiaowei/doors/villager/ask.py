"""我要反映 in three steps, and 有疑问 about what was published, which starts at the second. No account, no script.

Each step sends everything so far; nothing unsent rests on the server but photos. A retry with the same form key
opens no second case and shows the same code. Whatever is refused, the words, photos and choices are still there.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from xiaowei.base.clock import local, now
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Refusal
from xiaowei.cases import actions as cases
from xiaowei.cases import drafts
from xiaowei.cases import queries as cases_queries
from xiaowei.doors.shared import prepared
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.templatetags.words import fours
from xiaowei.doors.villager import about as abouts
from xiaowei.doors.villager import places, session, uploads, whom
from xiaowei.doors.villager import report as reports
from xiaowei.doors.villager.about import About, Said
from xiaowei.doors.villager.dues import due_rows
from xiaowei.doors.villager.kinds import KINDS, REPORT
from xiaowei.doors.villager.report import Report

STEPS = ("kind", "words", "who")
NO_WORD = "。"  # photos alone are judged as words that say nothing, not as words still to come
BEFORE = {"kind": "kind", "words": "kind", "who": "words"}


@audience("public", methods=("GET", "POST"))
def ask(
    request: HttpRequest, area: Ref, pub: Ref | None = None, line: Ref | None = None, power: Ref | None = None
) -> HttpResponse:
    """One step of the form, and in the end its answer: the receipt itself, so that a lost one can be asked again."""
    uploads.prepare(request)
    return steps(request, abouts.find(area, pub=pub, line=line, power=power))


def steps(request: HttpRequest, about: About) -> HttpResponse:
    """The form about this, at whatever step it is; its request was prepared for uploads."""
    if request.method != "POST":
        fresh = Report(reports.new_form_key(), kind=about.kind, words=about.words)
        return _page(request, about, fresh, "words" if about.kind else "kind")
    report = reports.read(request.POST, kind=about.kind)
    step = request.POST.get("step", "words")
    step = step if step in STEPS else "words"
    if not report.key_is_good:
        return _page(request, about, replace(report, form_key=reports.new_form_key()), "words", problem=reports.torn())
    refused = uploads.keep_photos(request, report.form_key)
    if refused is not None:
        return _page(request, about, report, "words", problem=refused)
    if request.POST.get("go") == "back":
        return _page(request, about, report, BEFORE[step])
    if request.POST.get("go") == "anew":
        return _page(request, about, replace(report, form_key=reports.new_form_key()), "words")
    return _onwards(request, about, report, step)


def _onwards(request: HttpRequest, about: About, report: Report, step: str) -> HttpResponse:
    """The next step, or the receipt; a refusal stands on the step where it can be mended.

    Whatever came is checked again at each step: it all lay in the browser's hands.
    """
    at, mend = now(), "kind"
    try:
        reports.check_kind(report)
        if step == "kind":
            return _page(request, about, report, "words")
        mend = "words"
        reports.check_words(report, photos=bool(drafts.kept(report.form_key)))
        happened_on = reports.happened_on(report, today=local(at).date())
        targets = whom.targets(report.whom, whom.offered(about.village, at=at)) if report.whom else about.targets
        if step == "words":
            return _page(request, about, report, "who")
        mend = "who"
        said = Said(report.kind, report.words, targets, reports.identity(report), happened_on)
        opened = about.open(said, form_key=report.form_key, at=at)
    except Refusal as refusal:
        return _page(request, about, report, mend, problem=refusal)
    response = _receipt(request, about, opened)
    session.begin(response, opened.case, at=at)
    return response


def _page(
    request: HttpRequest, about: About, report: Report, step: str, *, problem: Refusal | None = None
) -> HttpResponse:
    kept = drafts.kept(report.form_key) if report.key_is_good else ()
    context: dict[str, Any] = {
        "village": about.village,
        "about": about,
        "report": report,
        "step": step,
        "place": STEPS.index(step) + 1,
        "kind": KINDS.get(report.kind),
        "kept": kept,
        "problem": str(problem) if problem else "",
        # the words were sent before and she changed them since: perhaps it is another matter altogether
        "other_content": isinstance(problem, cases.OtherContent),
    }
    context |= CONTEXTS[step](about, report, context)
    response = render(request, f"villager/ask_{step}.html", context, status=problem.status if problem else 200)
    if problem is None and report.is_blank and not kept:
        # the key stays with the page: with browser Back after sending, a fresh key would make a second case.
        # Once there is a word on it, nothing may stay behind in the phone (headers: no-store)
        response["Cache-Control"] = "private, no-cache"
    return response


def _kinds(about: About, report: Report, context: dict[str, Any]) -> dict[str, Any]:
    ordinary = [kind for kind in KINDS.values() if kind.code != REPORT]
    return {"ordinary": ordinary, "sealed": KINDS[REPORT], "discipline": places.discipline(about.village)}


def _words(about: About, report: Report, context: dict[str, Any]) -> dict[str, Any]:
    offered = whom.offered(about.village, at=now())
    chosen = whom.known(report.whom, offered)
    return {
        "offered": offered,
        "chosen": chosen,
        "chosen_areas": {area.name for area in offered.areas if area.values.intersection(chosen.ticked)},
        "slots": uploads.slots(len(context["kept"])),
        "today": local(now()).date(),
    }


def _who(about: About, report: Report, context: dict[str, Any]) -> dict[str, Any]:
    at = now()
    offered = whom.offered(about.village, at=at)
    chosen = whom.known(report.whom, offered)
    targets = whom.targets(chosen, offered) or about.targets
    words = report.words if report.words.strip() else NO_WORD
    happened_on = reports.happened_on(report, today=local(at).date())

    def told(mode: str) -> dict[str, Any]:
        preview = cases_queries.before_sending(
            about.village.ref, kind=report.kind, at=at, targets=targets, words=words, mode=mode, happened_on=happened_on
        )
        return {"preview": preview, "dues": due_rows(preview.clocks)}

    open_, sealed = told(""), told("confidential")
    return {"chosen": whom.named(chosen, offered), "open": open_, "sealed": sealed, "same": open_ == sealed}


CONTEXTS = {"kind": _kinds, "words": _words, "who": _who}


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
