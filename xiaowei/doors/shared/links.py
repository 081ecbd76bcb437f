"""The links table: every reference answers at `/r/<ref>`, so that notices carry references and never addresses.

Opens are counted here, per publication and per digest: a number in memory, no cookie, no address, nobody's name.
"""

import io
from collections.abc import Callable, Iterable

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import digests, opens, whereabouts
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure.contents import BATCH, LEDGER, TABLE
from xiaowei.doors.shared.audience import audience
from xiaowei.powers import queries as powers
from xiaowei.roster import queries as roster
from xiaowei.roster.vocab import Level

LINE_PAGES = (LEDGER, BATCH, TABLE)  # kinds whose every line has a page of its own

Found = tuple[str, Ref | None]  # where it is shown, and whose opens it counts among


@audience("public")
def follow(request: HttpRequest, ref: Ref) -> HttpResponse:
    """To the public page of what the reference names; anything else is the workbench's to show, or to deny."""
    found = _public(ref)
    if found is None:
        return HttpResponseRedirect(_desk(ref))
    path, counted = found
    if counted and request.method == "GET":
        opens.count(counted)
    return HttpResponseRedirect(path)


@audience("public")
def qr(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The short link of something public as a picture to scan. Raises NotFound for whatever is not public.

    It carries the name of the site as it is asked for, so it can be no part of a page whose bytes are kept.
    """
    if _public(ref) is None:
        raise NotFound()
    drawn = io.BytesIO()
    address = request.build_absolute_uri(reverse("link", args=[ref]))
    segno.make(address, error="m", boost_error=False).save(drawn, kind="svg", scale=6, border=2, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def _public(ref: Ref) -> Found | None:
    for find in FINDERS:
        try:
            return find(ref)
        except NotFound:
            continue
    return None


def _publication(ref: Ref) -> Found:
    return reverse("villager:publication", args=[disclosure.publication(ref).village, ref]), ref


def _digest(ref: Ref) -> Found:
    return reverse("villager:group", args=[digests.digest(ref).village]) + f"#{ref}", ref


def _line(ref: Ref) -> Found:
    place = whereabouts.line(ref)
    if place.kind in LINE_PAGES:
        return reverse("villager:line", args=[place.village, place.publication, ref]), place.publication
    page = [place.village, place.publication]
    if place.older is None:
        return reverse("villager:publication", args=page) + f"#{place.anchor}", place.publication
    return reverse("villager:version", args=[*page, place.older]) + f"#{place.anchor}", place.publication


def _power(ref: Ref) -> Found:
    area = powers.item(ref).area
    is_village = area is not None and roster.area(area).level == Level.VILLAGE
    try:
        return (reverse("villager:power", args=[area, ref]) if is_village else _choose(area)), None
    except NoReverseMatch:
        raise NotFound() from None


def _area(ref: Ref) -> Found:
    is_village = roster.area(ref).level == Level.VILLAGE
    return (reverse("villager:home", args=[ref]) if is_village else _choose(ref)), None


# by how often each is asked for
FINDERS: Iterable[Callable[[Ref], Found]] = (_publication, _digest, _area, _line, _power)


def _choose(area: Ref | None) -> str:
    # a list of a whole county is read in a village: she says which
    return reverse("villager:choose") + (f"?in={area}" if area else "")


def _desk(ref: Ref) -> str:
    # the same for what exists and what does not: a stranger is asked to log in, and learns nothing
    try:
        return reverse("workbench:link", args=[ref])
    except NoReverseMatch:
        raise NotFound() from None
