"""Who may be given which post: the rules an appointment must pass."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, Invalid
from xiaowei.roster.models import Area, Body, Kin, Post, PostQuerySet
from xiaowei.roster.roles import Role, roles
from xiaowei.roster.roles import role as role_named
from xiaowei.roster.vocab import LEVEL_LABELS, Level


def check(person: Ref, body: Body, *, role: str, since: dt.date, until: dt.date | None, area: Ref | None) -> Role:
    """The role, when this person may take it in this body. Raises Invalid or Conflict."""
    wanted = role_named(role)
    if until is not None and until <= since:
        raise Invalid(_("任期结束要晚于开始。请核对日期。"))
    if body.area.until is not None:
        raise Invalid(_("“%(area)s”已并入其他地区，不能再任职。请选合并后的地区。"), area=body.area.name)
    _check_fit(wanted, body)
    if area is not None and area != body.area_id:
        _check_sent(body, area)
    during = _overlapping(since, until)
    if during.filter(person=person, body=body, role=wanted.id).exists():
        raise Conflict(_("这个人这段时间已任此职。不用再任一次。"))
    _check_combination(person, wanted, during.filter(area=area or body.area_id))
    return wanted


def _check_fit(wanted: Role, body: Body) -> None:
    if body.area.level != wanted.level:
        level = LEVEL_LABELS[wanted.level]
        raise Invalid(_("“%(role)s”是%(level)s级岗位，与这个地区不合。请核对代码。"), role=wanted.label, level=level)
    if body.kind not in wanted.bodies:
        raise Invalid(_("“%(role)s”不在“%(body)s”任职。请换一个机构。"), role=wanted.label, body=body.name)


def _check_sent(body: Body, area: Ref) -> None:
    # a township may send its people into its own villages, nobody into another's
    sent = Area.objects.filter(ref=area, level=Level.VILLAGE, until=None, parent=body.area_id)
    if not sent.exists():
        raise Invalid(_("派驻的村不归“%(area)s”管。请核对村的代码。"), area=body.area.name)


def _overlapping(since: dt.date, until: dt.date | None) -> PostQuerySet:
    begun = Q(since__lt=until) if until else Q()
    return Post.objects.filter(begun, Q(until=None) | Q(until__gt=since), Q(end=None) | Q(end__until__gt=since))


def _check_combination(person: Ref, wanted: Role, there: PostQuerySet) -> None:
    # the committee, its near kin, the bookkeeper and the head of the collective may not sit on the supervision
    # committee (关于建立健全村务监督委员会的指导意见), nor kin of the two committees be integrity supervisors
    pairs = Kin.objects.filter(Q(person=person) | Q(other=person)).values_list("person", "other")
    family = {person, *(ref for pair in pairs for ref in pair)}
    barred = wanted.not_with | {other.id for other in roles().values() if wanted.id in other.not_with}
    clash = there.filter(person__in=family, role__in=barred).first()
    if clash:
        why = _("“%(role)s”不能由担任“%(title)s”的本人或近亲属兼任。请另选人。")
        raise Invalid(why, role=wanted.label, title=clash.title)
