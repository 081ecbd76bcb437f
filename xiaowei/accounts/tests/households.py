"""Households of 下宫村 and 柳沟村 for the stories of this room."""

from tests.county import AT, County
from xiaowei.accounts import invitations
from xiaowei.accounts.invitations import Found
from xiaowei.base.refs import Ref
from xiaowei.roster import actions as roster
from xiaowei.roster import queries
from xiaowei.roster.actions import HouseholdRow

PASSWORD = "liu-shu-xia-8"
SOURCE = "192.0.2.7"

ROWS = (
    HouseholdRow(1, 1, "郑乙巳", (("陈壬戌", "配偶"),)),
    HouseholdRow(2, 31, "吴乙亥", (("何庚戌", "配偶"),)),
    HouseholdRow(2, 32, "郑丙子", (("华辛卯", "配偶"),)),
    HouseholdRow(2, 33, "王丁丑"),
)


def settle(county: County) -> dict[int, Ref]:
    """The households of 下宫村 by number, and one of 柳沟村."""
    roster.add_households(county.village, rows=ROWS, by=None, at=AT)
    roster.add_households(county.liugou, rows=[HouseholdRow(1, 1, "李癸酉")], by=None, at=AT)
    return {one.number: one.ref for one in queries.households(county.village)}


def printed(county: County, *refs: Ref, group: int = 2) -> list[str]:
    """The codes of these households, fresh from the clerk's printer."""
    seen = invitations.latest_sheet(county.village, group=group)
    sheet = invitations.print_group(county.village, group=group, households=refs, seen=seen, by=county["clerk"], at=AT)
    return [slip.code for slip in sheet.slips]


def found(code: str) -> Found:
    """What a code leads to, typed by somebody at home."""
    return invitations.find(code, source=SOURCE, at=AT, tried_at=AT)
