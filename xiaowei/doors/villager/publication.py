"""A publication: the account itself, its older versions, its data, and its proof."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure.queries import PublicPage, Withdrawn
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.pages import public_page
from xiaowei.doors.villager import differences, places
from xiaowei.doors.villager.frame import drawn
from xiaowei.trail import queries as trail


@audience("public")
@public_page(revision=disclosure.revision)
def publication(request: HttpRequest, area: Ref, pub: Ref) -> HttpResponse:
    """The publication as it is now, or the tombstone of what was taken back."""
    return _or_tombstone(request, area, pub)


@audience("public")
@public_page(revision=disclosure.revision)
def version(request: HttpRequest, area: Ref, pub: Ref, number: int) -> HttpResponse:
    """One version; an older one says so and shows the way to the present one."""
    return _or_tombstone(request, area, pub, number=number)


@audience("public")
@public_page(revision=disclosure.revision)
def public_json(request: HttpRequest, area: Ref, pub: Ref, number: int) -> HttpResponse:
    """The canonical public data that the trail vouches for, byte for byte."""
    return _data(area, pub, number=number)


@audience("public")
@public_page(revision=disclosure.revision)
def current_json(request: HttpRequest, area: Ref, pub: Ref) -> HttpResponse:
    """The canonical public data of the present version."""
    return _data(area, pub)


@audience("public")
def proof(request: HttpRequest, area: Ref, pub: Ref) -> HttpResponse:
    """The entry that vouches for the present version, checked on the spot against the last signed checkpoint."""
    page = page_in(area, pub)
    proved = trail.prove(_index(page))
    context = {
        "village": places.village(area),
        "publication": page.publication,
        "number": page.publication.version,
        "proof": proved,
        "leaf": proved.entry.leaf.hex(),
        "root": proved.checkpoint.root.hex() if proved.checkpoint else "",
        "digest": page.digest,
        "digest_matches": hashlib.sha256(disclosure.public_json(pub)).hexdigest() == page.digest,
        "verifier_key": trail.verifier_key(),
    }
    return render(request, "villager/proof.html", context)


@audience("public")
def proof_file(request: HttpRequest, area: Ref, pub: Ref) -> HttpResponse:
    """The proof as a C2SP tlog-proof, for any tool that reads one. Raises NotFound until it is signed."""
    proved = trail.prove(_index(page_in(area, pub)))
    if not proved.text:
        raise NotFound()
    response = HttpResponse(proved.text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{proved.entry.index}.tlog-proof"'
    return response


def page_in(area: Ref, pub: Ref, *, number: int | None = None) -> PublicPage:
    """The publication, if it is this village's. Raises NotFound."""
    page = disclosure.public_page(pub, number=number)
    if page.publication.village != area:
        raise NotFound()
    return page


def _or_tombstone(request: HttpRequest, area: Ref, pub: Ref, *, number: int | None = None) -> HttpResponse:
    try:
        template, context = drawn(page_in(area, pub, number=number))
        return render(request, template, context)
    except Withdrawn as gone:
        return differences.tombstone(request, area, gone)


def _data(area: Ref, pub: Ref, *, number: int | None = None) -> HttpResponse:
    try:
        page_in(area, pub, number=number)
    except Withdrawn as gone:
        return differences.gone_json(area, gone)
    return HttpResponse(disclosure.public_json(pub, number=number), content_type="application/json")


def _index(page: PublicPage) -> int:
    if page.trail_index is None:
        raise NotFound()
    return page.trail_index
