"""What a correction changed, and one line by itself: pages of public bytes that every kind of content shares."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import differences, lines, objections, withdrawals
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure.contents import DECISION, LEDGER, TEXT
from xiaowei.disclosure.differences import Difference
from xiaowei.disclosure.queries import PublicPage, Withdrawn
from xiaowei.disclosure.voicereads import public_voices
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.pages import public_page
from xiaowei.doors.villager import places


@audience("public")
@public_page(revision=disclosure.revision)
def changes(request: HttpRequest, area: Ref, pub: Ref, number: int) -> HttpResponse:
    """The difference between a published version and the one before it, row by row. Raises NotFound for a first one."""
    publication = disclosure.publication(pub)
    if publication.village != area:
        raise NotFound()
    found = differences.public_difference(pub, number=number)
    if found is None:
        raise NotFound()
    page = disclosure.public_page(pub, number=number)
    context = {
        "village": places.village(area),
        "publication": publication,
        "difference": found,
        "version": next(one for one in page.versions if one.number == number),
    }
    return render(request, "villager/changes.html", context)


@audience("public")
@public_page(revision=disclosure.revision)
def line(request: HttpRequest, area: Ref, pub: Ref, line: Ref) -> HttpResponse:
    """One line with an address of its own: to be shown, scanned, forwarded, doubted."""
    found = lines.line_page(pub, line)
    if found.publication.village != area:
        raise NotFound()
    part = found.part
    name = _("第 %(n)d 笔") if found.kind == LEDGER else _("第 %(n)d 行")
    context = {
        "village": places.village(area),
        "publication": found.publication,
        "found": found,
        "answered": objections.of(pub, line=line),
        "voices": [one for one in public_voices(pub, village=area) if one.line == line],
        "part": part,
        "called": part.summary or part.voucher or name % {"n": part.number},
        "place_in": part.voucher if found.kind in (TEXT, DECISION) else name % {"n": part.number},
    }
    return render(request, "villager/line.html", context)


def of(page: PublicPage) -> Difference | None:
    """What this page's version changed of the one before it; None for the first."""
    if len(page.versions) < 2:
        return None
    return differences.public_difference(page.publication.ref, number=page.number)


def tombstone(request: HttpRequest, area: Ref, gone: Withdrawn) -> HttpResponse:
    """What stands where a version was that was taken back. Raises NotFound in another village."""
    if gone.publication.village != area:
        raise NotFound()
    context = {
        "village": places.village(area),
        "publication": gone.publication,
        "stone": gone.stone,
        "versions": gone.versions,
        "current": gone.stone.number == gone.publication.version,
    }
    return render(request, "villager/withdrawn.html", context)


def gone_json(area: Ref, gone: Withdrawn) -> HttpResponse:
    """410 for the data of a version that was taken back, with the reason. Raises NotFound in another village."""
    if gone.publication.village != area:
        raise NotFound()
    stone: withdrawals.Tombstone = gone.stone
    words = f"{stone.ground}：{stone.reason}"
    return HttpResponse(
        _("这一版已经撤回，数据不再提供。%(why)s") % {"why": words} + "\n",
        status=410,
        content_type="text/plain; charset=utf-8",
    )
