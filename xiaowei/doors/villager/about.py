"""What a report hangs on: the village, something it has published, one line of that, or an item of its power list."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases import actions as cases
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import items, reporting
from xiaowei.disclosure.contents import Part
from xiaowei.disclosure.duties import Duty
from xiaowei.doors.villager import places
from xiaowei.powers import queries as powers
from xiaowei.roster.queries import AreaFacts


@dataclass(frozen=True)
class Said:
    """A report as the door has understood it."""

    kind: str
    words: str
    targets: tuple[cases.Target, ...]
    identity: cases.Identity | None
    happened_on: dt.date | None


@dataclass(frozen=True)
class About:
    """`label` says it in public words; `kind` is what a report about it starts as, nothing where she must say."""

    village: AreaFacts
    back: str
    kind: str = ""
    publication: Ref | None = None
    line: Part | None = None
    power: Ref | None = None
    label: str = ""
    duty: Duty | None = None
    words: str = ""  # that stand in the form before she types
    targets: tuple[cases.Target, ...] = ()  # whom it is about while she names nobody

    @property
    def heading(self) -> str:
        if self.duty is not None:
            return _("应公开没公开")
        return _("有疑问") if self.publication else _("我要反映")

    def open(self, said: Said, *, form_key: str, at: dt.datetime) -> cases.Opened:
        """Open the case. Raises what `cases.open_case` and `disclosure.doubt` raise."""
        if self.duty is not None:
            owed = self.duty.owed
            reported = reporting.Said(said.words, said.kind, said.targets, said.identity, said.happened_on)
            return reporting.report_missing(
                self.village.ref, owed.item.code, owed.period_from, said=reported, form_key=form_key, at=at
            )
        if self.publication is not None:
            return disclosure.doubt(
                self.publication,
                line=self.line.ref if self.line else None,
                kind=said.kind,
                words=said.words,
                targets=said.targets,
                identity=said.identity,
                happened_on=said.happened_on,
                form_key=form_key,
                at=at,
            )
        new = cases.NewCase(
            self.village.ref,
            said.kind,
            said.words,
            about_kind="power" if self.power else "village",
            about=self.power,
            title=self.label or self.village.short_name,
            targets=said.targets,
            identity=said.identity,
            happened_on=said.happened_on,
        )
        return cases.open_case(new, form_key=form_key, at=at)


def find(area: Ref, *, pub: Ref | None, line: Ref | None, power: Ref | None) -> About:
    """What this address is about. Raises NotFound for what is not this village's, or not public."""
    village = places.village(area)
    if power is not None:
        return _power(village, power)
    if pub is None:
        return About(village, reverse("villager:home", args=[area]))
    item = items.item(pub)
    published = item.publication
    if published.village != area:
        raise NotFound()
    back = reverse("villager:publication", args=[area, pub])
    if line is None:
        return About(village, back, "doubt", pub, None, None, published.title)
    found = item.line(line)
    return About(village, back, "doubt", pub, found, None, f"{published.title} {found.voucher}".strip())


def missing(area: Ref, duty: Duty, *, at: dt.datetime) -> About:
    """An item that should have been published: what a report of it starts with."""
    owed = duty.owed
    words = _("%(evidence)s。请尽快公开，并说明为什么没有按时公开。") % {"evidence": reporting.evidence(owed, at=at)}
    return About(
        places.village(area),
        reverse("villager:missing", args=[area]),
        "complaint",
        label=reporting.title_of(owed),
        duty=duty,
        words=words,
        targets=reporting.responsible(duty, at=at),
    )


def _power(village: AreaFacts, ref: Ref) -> About:
    found, _current = powers.item_for(village.ref, ref)  # one that the list has dropped may still be asked about
    back = reverse("villager:power", args=[village.ref, ref])
    return About(village, back, "complaint", power=ref, label=_("权力事项：%(name)s") % {"name": found.name})
