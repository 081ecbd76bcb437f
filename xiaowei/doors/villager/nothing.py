"""A published 本期没有: what the village says, plainly, who signed it, and the way to doubt it."""

from typing import Any

from django.utils.translation import gettext as _

from xiaowei.disclosure import noticeperiod
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure.queries import PublicPage
from xiaowei.doors.villager import places


def context(page: PublicPage) -> dict[str, Any]:
    """Everything the page shows."""
    village = places.village(page.publication.village)
    shown = next(one for one in page.versions if one.number == page.number)
    return {
        "village": village,
        "place": f"{places.place_line(village)} {village.name}",
        "publication": page.publication,
        "declared": page.content,
        "notice": noticeperiod.of(page.publication, today=noticeperiod.day()),
        "earlier": [disclosure.publication(one) for one in noticeperiod.same_topic(page.publication.ref)[:6]],
        "signatures": page.signatures,
        "versions": page.versions,
        "version": shown,
        "older": not shown.current,
        "first_time": _("首次公开"),
        "trail_index": page.trail_index,
    }
