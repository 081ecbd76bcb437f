"""Recusal (回避): whoever is bound by those a case is about neither sees nor infers it.

Lists, counts and searches exclude by one NOT EXISTS over what is stored of the case, against the viewer's ties, which
are worked out once per request from the roster as it stands: an appointment, a change of post or a kinship declared
meanwhile counts at once, with nothing rewritten.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiaowei.base.refs import Ref
from xiaowei.cases.models import Accused, Case, Conflict
from xiaowei.cases.targets import stored
from xiaowei.roster import ties
from xiaowei.roster.tenures import FOREVER

Ties = Mapping[str, dt.date]


def unbound(cases: QuerySet[Case], person: Ref, *, ties: Ties) -> QuerySet[Case]:
    """These cases without those the person is bound by, or is kept from by himself."""
    kept = Exists(Conflict.objects.filter(case=OuterRef("pk"), person=person))
    bound = Exists(Accused.objects.filter(_matching(ties), case=OuterRef("pk")))
    return cases.exclude(kept).exclude(bound)


def bound_by(case: Case, *, at: dt.datetime) -> frozenset[Ref]:
    """Everybody who must not see this case now, from the side of those it is about."""
    kept, subjects = aside(case), stored(case)
    return ties.bound(subjects, at=at).persons | kept if subjects else kept


def aside(case: Case) -> frozenset[Ref]:
    """Who is kept from this case by himself: he stood aside."""
    return frozenset(Ref(row.person) for row in case.conflicts.all())


def _matching(ties: Ties) -> Q:
    by_day: defaultdict[dt.date, list[str]] = defaultdict(list)
    for subject, day in ties.items():
        by_day[day].append(subject)
    wanted = Q(pk__in=())
    for day, subjects in sorted(by_day.items()):
        wanted |= Q(subject__in=sorted(subjects)) & (Q() if day == FOREVER else Q(since__lt=day))
    return wanted
