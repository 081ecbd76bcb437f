"""One villager of the sample county who is bound already, and one invitation of her household that waits to be used."""

import datetime as dt
from typing import Any

from xiaowei.accounts import binding, codes, invitations
from xiaowei.accounts import queries as accounts
from xiaowei.ops import demo_county
from xiaowei.roster import queries
from xiaowei.roster.queries import AreaFacts, HouseholdFacts

VILLAGE, NUMBER = "990101100201", 31  # any household would do; this one is of group 2
NAME = "15400000031"


def load(at: dt.datetime) -> None:
    """Bind the villager, and leave one more invitation open. A second time changes nothing."""
    found = place()
    if found is None or accounts.member_name_taken(NAME):
        return
    home = found[1]
    used = invitations.invite([home], group=home.group, by=None, at=at)
    invited = invitations.find(used.slips[0].code, source="", at=at, tried_at=at)
    binding.join_new(invited, name=NAME, password=demo_county.password(NAME), at=at, sample=True)
    invitations.invite([home], group=home.group, by=None, at=at, chosen={home.ref: _code(home)})


def access() -> dict[str, Any]:
    """How to get in as this villager, and the code of the invitation; empty where the household is gone."""
    found = place()
    if found is None:
        return {"household_invitation": None, "member_login": None}
    village, home = found
    said = {
        "village": village.short_name,
        "village_code": village.code,
        "group": home.group,
        "number": home.number,
        "head": home.head,
    }
    return {
        "household_invitation": said | {"code": codes.spaced(_code(home))},
        "member_login": said | {"name": NAME, "password": demo_county.password(NAME), "url": "/me/login/"},
    }


def place() -> tuple[AreaFacts, HouseholdFacts] | None:
    """The village and the household, where both are still there."""
    village = queries.area_by_code(VILLAGE)
    homes = queries.households(village.ref) if village else []
    home = next((one for one in homes if one.number == NUMBER), None)
    return (village, home) if village and home else None


def _code(home: HouseholdFacts) -> str:
    # derived from this installation's own key, so that the same is told every time and nobody knows it by heart
    digest = demo_county.digest(b"xiaowei/demo/invitation/v2\0" + home.ref.encode())
    return "".join(codes.LETTERS[byte % len(codes.LETTERS)] for byte in digest[: codes.LENGTH])
