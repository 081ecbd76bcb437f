"""Access: who may have which case, and for what. Default deny; absent and forbidden look the same.

Village lane: the village's answerer and second eyes, and above them those who watch or take up what is overdue.
Discipline lane: only the discipline body on whose desk it lies. Whoever is bound by those a case is about is excluded
everywhere (`recusal`).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases import flow, recusal, vocab
from xiaowei.cases.models import Case
from xiaowei.roster import paths, standing
from xiaowei.roster import queries as roster
from xiaowei.roster import ties as roster_ties
from xiaowei.roster.nearby import nearby
from xiaowei.roster.roles import Reach, roles_with

SEEING = (vocab.ANSWER, vocab.RELEASE_ANSWER, vocab.WATCH)


@dataclass(frozen=True)
class Seat:
    """A post that carries a permission: over its own area, or over what lies below it."""

    area: Ref
    own: bool


class Eyes:
    """One person's standing over cases at one moment, read once: a whole list is judged without further queries."""

    def __init__(self, person: Ref, *, at: dt.datetime) -> None:
        self.person, self.at = person, at
        self._posts = roster.posts_of(person, at=at)
        self._paths = {ref: area.path for ref, area in roster.areas(post.area for post in self._posts).items()}
        self._places: dict[Ref, str] = {}

    @cached_property
    def ties(self) -> recusal.Ties:
        """What the person is bound by, at this moment."""
        return roster_ties.ties_of(self.person, at=self.at)

    def seats(self, permission: str) -> list[Seat]:
        """The posts that carry the permission."""
        carrying = roles_with(permission)
        own = [Seat(post.area, own=True) for post in self._posts if post.role in carrying[Reach.OWN]]
        return own + [Seat(post.area, own=False) for post in self._posts if post.role in carrying[Reach.BELOW]]

    def prefixes(self, permission: str) -> list[str]:
        """Path prefixes over which the person holds the permission, as `standing.areas_for` spells them."""
        found = [(self._paths[seat.area], seat.own) for seat in self.seats(permission)]
        return [path if own else paths.below(path) for path, own in found]

    def learn(self, villages: Iterable[Ref]) -> None:
        """Look up where these villages lie, all in one query."""
        unknown = set(villages) - self._places.keys()
        found = roster.areas(unknown) if unknown else {}
        heirs = roster.areas({a.merged_into for a in found.values() if a.merged_into})
        for ref, area in found.items():
            self._places[ref] = heirs[area.merged_into].path if area.merged_into else area.path

    def may(self, case: Case, permission: str) -> bool:
        """Whether the person holds this permission of flow.MOVES over the case."""
        if permission in (flow.REPORTER, flow.CLOCK):
            return False
        if case.lane == vocab.DISCIPLINE or permission == vocab.TRIAGE:
            return case.lane == vocab.DISCIPLINE and permission == vocab.TRIAGE and self._at_desk(case, permission)
        if permission == vocab.HANDLE_LIFTED:
            return bool(case.lifted) and self._at_desk(case, permission)
        self.learn([Ref(case.village)])
        place = self._places.get(Ref(case.village))
        return place is not None and any(place.startswith(prefix) for prefix in self.prefixes(permission))

    def may_move(self, case: Case, move: str) -> bool:
        """Whether the person's posts allow this move, whatever state the case is in."""
        return any(self.may(case, permission) for permission in flow.MOVES[move].who)

    def _at_desk(self, case: Case, permission: str) -> bool:
        return any(seat.area == case.desk for seat in self.seats(permission))


def cases_for(eyes: Eyes) -> QuerySet[Case]:
    """Every case the person may see; the one door to lists, counts and searches."""
    allowed = Q(pk__in=())
    for permission in SEEING:
        prefixes = eyes.prefixes(permission)
        if prefixes:
            allowed |= Q(lane=vocab.VILLAGE, village__in=roster.refs_in(prefixes))
    for lane, permission in ((vocab.VILLAGE, vocab.HANDLE_LIFTED), (vocab.DISCIPLINE, vocab.TRIAGE)):
        desks = [seat.area for seat in eyes.seats(permission)]
        if desks:  # what was lifted past a level is no longer that level's to handle
            allowed |= Q(lane=lane, desk__in=desks)
    return unbound(eyes, Case.objects.filter(allowed))


def unbound(eyes: Eyes, cases: QuerySet[Case]) -> QuerySet[Case]:
    """These cases without those the person is bound by."""
    return recusal.unbound(cases, eyes.person, ties=eyes.ties)


def visible(person: Ref, refs: Iterable[Ref], *, at: dt.datetime) -> set[Ref]:
    """Those of these references that are no case, or one the person may see: what is left of a list of notices."""
    wanted = set(refs)
    if not wanted:
        return wanted
    cases = {Ref(ref) for ref in Case.objects.filter(pk__in=wanted).values_list("pk", flat=True)}
    seen = cases_for(Eyes(person, at=at)).filter(pk__in=cases).values_list("pk", flat=True) if cases else ()
    return wanted - cases | {Ref(ref) for ref in seen}


def case_for(person: Ref, ref: Ref, *, to: str | None = None, at: dt.datetime) -> Case:
    """The case, for a move of flow.MOVES or just to read it. Raises NotFound: absent and forbidden alike."""
    eyes = Eyes(person, at=at)
    case = cases_for(eyes).filter(pk=ref).first()
    if case is None or (to is not None and not eyes.may_move(case, to)):
        raise NotFound()
    return case


def people_who(permission: str, case: Case, *, at: dt.datetime) -> list[standing.Holder]:
    """Whoever holds this permission over the case and is not bound, for notices and for the list of its readers."""
    found = list(nearby(Ref(case.village), at=at).holders(permission))
    if permission in (vocab.TRIAGE, vocab.HANDLE_LIFTED):
        found = [holder for holder in found if holder.area == case.desk]
    bound = recusal.bound_by(case, at=at)
    return [holder for holder in found if holder.person not in bound]
