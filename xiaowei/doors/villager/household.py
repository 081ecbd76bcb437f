"""What is mine: my households, what they lead to, leaving one in one tap, my password."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from xiaowei.accounts import binding, villagers
from xiaowei.accounts import queries as accounts
from xiaowei.base.clock import now, wall
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, Refusal
from xiaowei.doors.villager import me
from xiaowei.roster import queries as roster


@me.members()
def home(request: HttpRequest, who: me.Member) -> HttpResponse:
    """Everything that is hers behind one door."""
    said = {
        "joined": _("已经加入。您家的补贴在这里看。"),
        "left": _("已经离开那一户，从现在起看不到它的东西了。"),
        "password": _("口令已经换好，其他手机都要重新登录。"),
    }
    households = accounts.households_of(who.villager)
    areas = roster.areas(one.village for one in households)
    townships = roster.areas(area.parent for area in areas.values() if area.parent)
    bound = accounts.others_bound(one.ref for one in households)
    context = {
        "done": said.get(request.GET.get("done", ""), ""),
        "name": _shown(accounts.villager_name(who.villager)),
        "households": [
            {
                "facts": one,
                "village": areas[one.village],
                "township": townships.get(areas[one.village].parent or Ref("")),
                "bound": bound.get(one.ref),
                "group_path": _path("villager:group", one.village),
            }
            for one in households
        ],
        "benefits_path": _path("villager:me_benefits") or _path("villager:benefits"),
    }
    return me.show(request, "me", context)


@me.members(methods=("POST",))
def leave(request: HttpRequest, who: me.Member, household: Ref) -> HttpResponse:
    """Leave the household: one tap, at once."""
    binding.leave(who.villager, household=household, at=now())
    return HttpResponseRedirect(reverse("villager:me") + "?done=left")


@me.members(methods=("GET", "POST"))
def password(request: HttpRequest, who: me.Member) -> HttpResponse:
    """Change the password. Every other phone has to log in again."""
    if request.method != "POST":
        return me.show(request, "password", {})
    try:
        _change(request.POST, who)
    except Refusal as refusal:
        return me.show(request, "password", {}, problem=refusal)
    response = HttpResponseRedirect(reverse("villager:me") + "?done=password")
    me.let_in(response, who.villager, kept=False)
    return response


def _change(typed: Any, who: me.Member) -> None:
    new = typed.get("password", "")[:1024]
    if new != typed.get("again", "")[:1024]:
        raise Invalid(_("两次写的新口令不一样。请再写一次。"))
    villagers.change_password(who.villager, old=typed.get("old", "")[:1024], new=new, at=now(), tried_at=wall())


def _shown(name: str) -> str:
    # others look over one's shoulder
    return f"{name[:3]}****{name[-4:]}" if name.isdigit() and len(name) == 11 else name


def _path(name: str, *args: Ref) -> str:
    # pages of other rooms, shown where they are there
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
