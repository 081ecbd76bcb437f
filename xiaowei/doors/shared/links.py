"""The links table: every reference answers at `/r/<ref>`, so that notices carry references and never addresses."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import queries as disclosure
from xiaowei.doors.shared.audience import audience
from xiaowei.roster import queries as roster
from xiaowei.roster.vocab import Level


@audience("public")
def follow(request: HttpRequest, ref: Ref) -> HttpResponse:
    """To the public page of a village or publication; anything else is the workbench's to show, or to deny."""
    return HttpResponseRedirect(_public(ref) or _desk(ref))


def _public(ref: Ref) -> str | None:
    try:
        published = disclosure.publication(ref)
        return reverse("villager:publication", args=[published.village, ref])
    except NotFound:
        pass
    try:
        is_village = roster.area(ref).level == Level.VILLAGE
    except NotFound:
        return None
    return reverse("villager:home", args=[ref]) if is_village else None


def _desk(ref: Ref) -> str:
    # the same for what exists and what does not: a stranger is asked to log in, and learns nothing
    try:
        return reverse("workbench:link", args=[ref])
    except NoReverseMatch:
        raise NotFound() from None
