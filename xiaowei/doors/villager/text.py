"""A text or decision as a villager reads it: words, pictures, the list, papers page by page, the four steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure import textfiles
from xiaowei.disclosure.queries import PublicPage
from xiaowei.disclosure.texts import quorum
from xiaowei.disclosure.texts.places import GROUPS
from xiaowei.disclosure.texts.queries import PUBLIC, VILLAGE, Block, File, Step, TextFacts, names_whole, text
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.pages import public_page
from xiaowei.doors.villager import places
from xiaowei.vault import queries as vault

TABLE = "<table>"


@dataclass(frozen=True)
class Shown:
    """A paragraph as it is drawn: its HTML was made and cleaned by `base.markup`, nothing else goes in unescaped."""

    ref: Ref
    number: int
    html: SafeString


@dataclass(frozen=True)
class Counted:
    """One bar of a step: how many of how many."""

    label: str
    number: int
    share: str  # per cent of those due, for the drawing alone


def context(page: PublicPage, *, content: TextFacts | None = None) -> dict[str, Any]:
    """Everything the page shows. `content` is what the reader may read, where that is more than everybody may."""
    facts: TextFacts = content or page.content
    return {
        "text": facts,
        "blocks": [_shown(block) for block in facts.blocks],
        "results": [_shown(block) for block in facts.results],
        "steps": [(step, _bars(step)) for step in facts.steps],
        "missing": _missing(facts),
        "photos": [(label, found) for code, label in GROUPS.items() if (found := facts.pictures(code))],
        "papers": facts.papers,
        "rows": [(row, list(zip(facts.columns, row.cells, strict=True))) for row in facts.rows],
        "whole_in_village": names_whole(facts.item, VILLAGE) and not names_whole(facts.item, PUBLIC),
    }


def own_village(page: PublicPage) -> dict[str, Any]:
    """The same for a household of the village: whole names where a 公示 asks for them."""
    return context(page, content=text(page.content.ref, eyes=VILLAGE))


@audience("public")
def file(request: HttpRequest, pub: Ref, ref: Ref) -> HttpResponse:
    """A picture, or a PDF to keep, of what is public. Raises NotFound: absent and forbidden alike."""
    return _handed(textfiles.public(pub, ref))


@audience("public")
def file_page(request: HttpRequest, pub: Ref, ref: Ref, number: int) -> HttpResponse:
    """One page of a PDF as a picture. Raises NotFound."""
    return _handed(textfiles.public(pub, ref, page=number))


@audience("public")
@public_page(revision=disclosure.revision)
def paper(request: HttpRequest, area: Ref, pub: Ref, ref: Ref) -> HttpResponse:
    """A paper page by page, as pictures or as the words of a Word file. Raises NotFound."""
    page = disclosure.public_page(pub)
    if page.publication.village != area or not isinstance(page.content, TextFacts):
        raise NotFound()
    found = next((one for one in _papers(page.content) if one.ref == ref), None)
    if found is None:
        raise NotFound()
    context = {
        "village": places.village(area),
        "publication": page.publication,
        "paper": found,
        "numbers": range(1, found.pages + 1),
        "html": _clean(found.html),
    }
    return render(request, "villager/paper.html", context)


def _papers(facts: TextFacts) -> Iterator[File]:
    yield from facts.papers
    for step in facts.steps:
        yield from (one for one in step.files if not one.picture)


def _handed(shown: textfiles.Shown) -> HttpResponse:
    response = HttpResponse(vault.read(shown.blob).data, content_type=shown.media_type)
    attached = shown.media_type != "image/jpeg"
    response["Content-Disposition"] = content_disposition_header(attached, shown.name) or "attachment"
    # it never changes under its address; only taking it back ends it, and that must be felt soon
    response["Cache-Control"] = "public, max-age=600"
    return response


def _shown(block: Block) -> Shown:
    return Shown(block.ref, block.number, _clean(block.html))


def _clean(html: str) -> SafeString:
    region = f'<div class="v-wide" tabindex="0" role="region" aria-label="{_("表格，可左右滑动")}"><table>'
    return mark_safe(html.replace(TABLE, region).replace("</table>", "</table></div>"))


def _bars(step: Step) -> list[Counted]:
    due = step.counted.due
    rows = ((_("实到"), step.counted.present), (_("同意"), step.counted.agree))
    shares = (min(100, number * 100 // due) if due else 0 for _label, number in rows)
    return [Counted(label, number, str(share)) for (label, number), share in zip(rows, shares, strict=True)]


def _missing(facts: TextFacts) -> list[str]:
    taken = {step.number for step in facts.steps}
    every = range(1, quorum.STEPS + 1) if facts.kind == "decision" else ()
    return [quorum.rule(number).name for number in every if number not in taken]
