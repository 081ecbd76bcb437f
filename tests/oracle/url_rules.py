"""Who gets through which door: a table written from the rules of the domain, not from the code.

`tests/oracle/test_urls.py` walks every URL with everybody and every method and compares. A URL that is not in this
table fails the build. Parts are those of `tests/county.CAST`; whoever is not named gets the answer of an address that
does not exist, and a stranger at a door of the workbench is asked to log in.
"""

from dataclasses import dataclass

from tests.county import CAST

STAFF = frozenset(CAST)
EVERYBODY = STAFF | {"stranger"}
NOBODY: frozenset[str] = frozenset()

# the village's own: what they prepare there is not yet anybody else's to see, but those who check it in the township
VILLAGE = frozenset({"secretary", "head", "clerk", "supervisor", "village_discipline"})
BOOKS = frozenset({"agency", "agency2"})  # 三资代理中心 keeps the books of every village below
DRAFTS = VILLAGE | BOOKS
TOWNSHIP_DISCIPLINE = frozenset({"discipline_head", "discipline", "discipline_kin"})
COUNTY_DISCIPLINE = frozenset({"county_petition", "county_head", "county_conduct"})
# an ordinary matter of the village: who answers, second eyes, and those who watch from above
ANSWERING = frozenset({"head"})
SECOND_EYES = frozenset({"supervisor"}) | TOWNSHIP_DISCIPLINE
READING = ANSWERING | SECOND_EYES | COUNTY_DISCIPLINE
# a report about the village head: his unit is the villagers' committee, his wife works in the township's discipline
# body; only the township's discipline body has it, and she has not
SEALED = TOWNSHIP_DISCIPLINE - {"discipline_kin"}

# boards are for those who watch villages from above; what lies in another township is not theirs
WATCHING = TOWNSHIP_DISCIPLINE | COUNTY_DISCIPLINE
CHECKING = TOWNSHIP_DISCIPLINE | COUNTY_DISCIPLINE | {"city"}
BOARDS = CHECKING | BOOKS | {"mayor"}
BOARDS_OF_COUNTY = COUNTY_DISCIPLINE | {"city"}
PRINTING = frozenset({"clerk", "baita_clerk", "both"})
ANSWERING_READERS = PRINTING | {"secretary", "baita_secretary"}  # who answers what readers wrote beside a publication
FORWARDING = PRINTING | {"secretary", "baita_secretary"}


CLERK = frozenset({"clerk"})
FOLLOWING = frozenset(CAST) - TOWNSHIP_DISCIPLINE - COUNTY_DISCIPLINE - {"city", "admin"}
CHANGING = frozenset({"secretary", "baita_secretary", "both", "mayor", "city"})


@dataclass(frozen=True)
class Door:
    """One address and what it is pointed at: `target` is an object of the world, `gets` and `posts` who is let in."""

    target: str = ""
    gets: frozenset[str] = NOBODY
    posts: frozenset[str] = NOBODY
    slug: str = ""  # for addresses that take a word: a section, a move


def _open(*targets: str) -> list[Door]:
    return [Door(target, EVERYBODY) for target in targets or ("",)]


def _form(*targets: str) -> list[Door]:
    return [Door(target, EVERYBODY, EVERYBODY) for target in targets or ("",)]


def _moves(target: str, *, handlers: frozenset[str], second: frozenset[str]) -> list[Door]:
    return [
        *(Door(target, posts=handlers, slug=move) for move in ("reply", "accept", "answer", "decline")),
        *(Door(target, posts=second, slug=move) for move in ("return_answer", "release_answer")),
        Door(target, posts=handlers | second, slug="stand_aside"),
        Door(target, slug="open"),
        Door(target, slug="lift"),
    ]


DOORS: dict[str, list[Door]] = {
    # ---- public pages: the same for everybody
    "link": [*_open("village", "publication"), Door("case", EVERYBODY), Door("nothing", EVERYBODY)],
    "qr": [*_open("village", "publication", "line"), Door("nothing")],
    "care": _open(),
    "normal": _open(),
    "mode": _open(),
    "villager:choose": _open(),
    "villager:home": _open("village"),
    "villager:duties": _open("village"),
    "villager:duties_year": [*_open("year"), Door("publication")],
    "villager:missing": _open("village"),
    "villager:missing_one": [*_form("duty"), Door("no_duty")],
    "villager:section": [Door("village", EVERYBODY, slug="affairs"), Door("village", slug="nonsense")],
    "villager:money": _open("village"),
    "villager:money_year": _open("money_year"),
    "villager:money_heap": [Door("money_heap")],
    "villager:publication": [*_open("publication"), Door("unpublished")],
    "villager:current_json": [*_open("publication"), Door("unpublished")],
    "villager:proof": [*_open("publication"), Door("unpublished")],
    "villager:proof_file": [Door("unpublished")],
    "villager:changes": [Door("publication"), Door("unpublished")],  # a first version changed nothing
    "villager:line": [*_open("line"), Door("foreign_line")],
    "villager:version": [*_open("publication"), Door("unpublished")],
    "villager:public_json": [*_open("publication"), Door("unpublished")],
    "villager:ask": _form("village"),
    "villager:ask_publication": [*_form("publication"), Door("unpublished")],
    "villager:ask_line": [*_form("line"), Door("foreign_line")],
    "villager:case_code": _form(),
    "villager:case": [Door()],
    "villager:case_add": [Door()],
    "villager:case_rate": [Door()],
    "villager:case_withdraw": [Door()],
    "villager:case_photo": [Door("photo"), Door("sealed_photo")],
    "villager:group": _open("village"),
    "villager:powers": _open("village"),
    "villager:powers_json": _open("village"),
    "villager:power": [*_open("power"), Door("foreign_power")],
    "villager:power_version": [*_open("power"), Door("foreign_power")],
    "villager:find": _open("village"),
    "villager:rate": [*_form("publication"), Door("unpublished")],
    "villager:rate_line": [*_form("line"), Door("foreign_line")],
    "villager:ask_power": [*_form("power"), Door("foreign_power")],
    # pictures and papers of texts: this world has published none; the room's own tests open them
    "villager:paper": [Door("foreign_file")],
    "villager:file": [Door("foreign_file")],
    "villager:file_page": [Door("foreign_file")],
    # ---- a household's own pages: bound or not, nothing is shown before the log-in
    "villager:scanned": _form(),
    "villager:me_join": _form(),
    "villager:me_join_as": _form(),
    "villager:me_login": _form(),
    "villager:me_resume": _form(),
    "villager:me": [Door()],
    "villager:me_benefits": [Door()],
    "villager:me_village_list": [Door("publication"), Door("unpublished")],
    "villager:me_logout": [Door()],
    "villager:me_password": [Door()],
    "villager:me_leave": [Door("household")],
    "villager:leave": _open(),
    # ---- the trail is for every client of a transparency log
    "trail-checkpoint": [Door(slug="unsigned")],  # nothing is signed in this world yet
    # ---- the workbench
    "workbench:login": _form(),
    "workbench:logout": [],  # walked by the log-in's own tests: it ends the walk
    "workbench:today": [Door(gets=STAFF)],
    "workbench:more": [Door(gets=STAFF)],
    "workbench:resume": [Door(gets=STAFF, posts=STAFF)],
    "workbench:notices": [Door(gets=STAFF)],
    "workbench:mark_read": [Door(posts=STAFF)],
    "workbench:upload": [
        Door(gets=frozenset({"clerk", "baita_clerk", "both"}), posts=frozenset({"clerk", "baita_clerk", "both"}))
    ],
    "workbench:voices": [Door(gets=ANSWERING_READERS | TOWNSHIP_DISCIPLINE)],
    "workbench:voice": [Door("voice", gets=frozenset({"secretary", "clerk"}) | TOWNSHIP_DISCIPLINE)],
    "workbench:act_voice": [
        Door("voice", posts=frozenset({"secretary", "clerk"}), slug="answer"),
        Door("voice", posts=frozenset({"secretary", "clerk"}), slug="ask"),
        Door("voice", posts=TOWNSHIP_DISCIPLINE, slug="hide"),
        Door("voice", slug="nonsense"),
    ],
    "workbench:columns": [Door("reading", gets=frozenset({"clerk"}), posts=frozenset({"clerk"}))],
    "workbench:words": [Door(gets=BOOKS)],
    "workbench:add_word": [Door(posts=BOOKS)],
    "workbench:end_word": [Door("nothing")],
    "workbench:forms": [Door(gets=PRINTING)],
    "workbench:form": [Door(gets=PRINTING, slug="finance_ledger"), Door(slug="nonsense")],
    # what a village owes: its own staff, the books, and whoever urges it; 本期没有 is its clerk's word
    "workbench:owed": [Door(gets=FOLLOWING)],
    "workbench:note_happening": [Door("duty", posts=CLERK | BOOKS | {"mayor"})],
    "workbench:nothing": [Door("duty", CLERK, CLERK), Door("no_duty")],
    # the catalogue: the secretary for his village, the leaders of the township for all below it; not the discipline
    # bodies, but those of city and province, where no other office has a post
    "workbench:catalogue": [Door(gets=CHANGING)],
    "workbench:catalogue_add": [
        Door("village", frozenset({"secretary", "mayor"}), frozenset({"secretary", "mayor"})),
        Door("township", frozenset({"mayor"}), frozenset({"mayor"})),
        Door("county"),
    ],
    "workbench:catalogue_item": [Door("item", frozenset({"secretary", "mayor"}), frozenset({"secretary", "mayor"}))],
    "workbench:catalogue_approve": [Door("nothing")],
    "workbench:texts": [Door(gets=PRINTING)],
    "workbench:text_new": [Door()],  # which village it is for stands in the query; the door's own tests tell it
    "workbench:text_edit": [Door("draft")],  # a month's accounts are not written
    "workbench:text_file": [Door("nothing")],
    "workbench:text_page": [Door("numbered_nothing")],
    "workbench:text_original": [Door("nothing")],
    # tables: this world has none; the room's own tests open them
    "workbench:table": [Door("nothing")],
    "workbench:place_table": [Door("nothing")],
    "workbench:table_original": [Door("nothing")],
    # the village asks to take something back, the township decides
    "workbench:ask_withdrawal": [Door("draft", frozenset({"clerk", "secretary"}), frozenset({"clerk", "secretary"}))],
    "workbench:withdrawals": [Door(gets=frozenset({"mayor"}))],
    "workbench:withdrawal": [Door("nothing")],
    "workbench:decide_withdrawal": [Door("nothing", slug="approve")],
    "workbench:sheets": [Door(gets=STAFF)],
    "workbench:sheet": [Door("draft", DRAFTS)],
    "workbench:submit": [Door("draft", posts=frozenset({"clerk"}))],
    "workbench:reading": [Door("reading", DRAFTS)],
    "workbench:original": [Door("reading", DRAFTS)],
    "workbench:review": [Door("waiting", DRAFTS)],
    "workbench:sign": [Door("waiting", posts=frozenset({"supervisor"}))],
    "workbench:return": [Door("waiting", posts=frozenset({"supervisor"}))],
    "workbench:cases": [Door(gets=STAFF)],
    "workbench:case": [Door("case", READING), Door("sealed", SEALED)],
    "workbench:photo": [Door("photo", READING), Door("sealed_photo", SEALED)],
    "workbench:act": _moves("case", handlers=ANSWERING, second=SECOND_EYES)
    + _moves("sealed", handlers=SEALED, second=SEALED)
    # whom it is about, and who wrote it: discipline alone; nobody left a name in these two
    + [Door("sealed", posts=SEALED, slug=move) for move in ("settle", "ask_identity", "open_identity")]
    + [Door("case", slug=move) for move in ("settle", "ask_identity", "open_identity")]
    + [Door(target, slug="read_identity") for target in ("case", "sealed")],
    "workbench:years": [Door(gets=frozenset({"admin"}), posts=frozenset({"admin"}))],
    "workbench:link": [Door("case", READING), Door("sealed", SEALED), Door("draft", DRAFTS), Door("nothing")],
    # ---- lists of a township, split to its villages
    "workbench:settle": [Door("draft")],  # accounts name no households
    "workbench:lists": [Door(gets=PRINTING)],
    "workbench:list": [Door("nothing")],
    "workbench:place_list": [Door("nothing")],
    "workbench:list_original": [Door("nothing")],
    # ---- those who watch
    "workbench:watch": [Door(gets=WATCHING | {"city"})],
    "workbench:board_home": [Door(gets=BOARDS)],
    "workbench:board": [Door("village", BOARDS), Door("township", BOARDS), Door("county", BOARDS_OF_COUNTY)],
    "workbench:published": [Door("publication", DRAFTS | BOARDS), Door("unpublished")],
    "workbench:make_check": [Door("publication", posts=CHECKING), Door("unpublished")],
    "workbench:checks": [Door(gets=STAFF - {"mayor", "admin"})],
    "workbench:check": [Door("nothing")],
    "workbench:act_check": [Door("nothing", slug="answer")],
    # ---- households and the group
    "workbench:households": [Door(gets=PRINTING)],
    "workbench:household_group": [Door("group_of_households", frozenset({"clerk"}))],
    "workbench:print_invitations": [Door("group_of_households", posts=frozenset({"clerk"}))],
    "workbench:group": [Door(gets=FORWARDING)],
    "workbench:group_make": [Door(posts=FORWARDING)],
    "workbench:group_open": [Door(posts=FORWARDING)],
    "workbench:group_mark": [Door("nothing", slug="forwarded")],
    "workbench:group_keep": [Door("nothing", slug="close")],
    "workbench:undelivered": [Door(gets=frozenset({"admin"}))],
    "workbench:undelivered_again": [Door("nothing")],
}
