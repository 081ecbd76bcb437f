"""What the page of a publication shows whatever its content is: whose it is, its notice period, signatures, versions,
what was said of it; and the table that says how each kind of content is drawn between."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.disclosure import noticeperiod, objections
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure.contents import BATCH, DECISION, LEDGER, NOTHING, TABLE, TEXT
from xiaowei.disclosure.queries import PublicPage
from xiaowei.disclosure.voicereads import public_voices
from xiaowei.doors.villager import differences, ledger, places, subsidy, table, text

EARLIER = 6  # publications of the same topic that are listed

# the template and what it shows of the content alone
DRAWN: Mapping[str, tuple[str, Callable[[PublicPage], dict[str, Any]]]] = MappingProxyType(
    {
        LEDGER: ("villager/publication.html", ledger.context),
        BATCH: ("villager/subsidy.html", subsidy.context),
        TABLE: ("villager/table.html", table.context),
        NOTHING: ("villager/nothing.html", lambda page: {"declared": page.content}),
        TEXT: ("villager/text.html", text.context),
        DECISION: ("villager/text.html", text.context),
    }
)


def drawn(page: PublicPage) -> tuple[str, dict[str, Any]]:
    """The template of a publication's page and everything it shows."""
    template, context = DRAWN[page.kind]
    return template, frame(page) | context(page)


def frame(page: PublicPage) -> dict[str, Any]:
    """What stands around the content."""
    village = places.village(page.publication.village)
    shown = next(one for one in page.versions if one.number == page.number)
    ref = page.publication.ref
    return {
        "village": village,
        "place": f"{places.place_line(village)} {village.name}",
        "publication": page.publication,
        "notice": noticeperiod.of(page.publication, today=noticeperiod.day()),
        "earlier": [disclosure.publication(one) for one in noticeperiod.same_topic(ref)[:EARLIER]],
        "signatures": page.signatures,
        "versions": page.versions,
        "version": shown,
        "older": not shown.current,
        "first_time": _("首次公开"),
        "trail_index": page.trail_index,
        "difference": differences.of(page),
        "answered": objections.of(ref),
        "voices": public_voices(ref, village=page.publication.village),
    }
