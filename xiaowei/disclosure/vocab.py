"""Permissions and events of the disclosure room, and the words people read for its states."""

from django.utils.translation import gettext_lazy as _

DRAFT = "disclosure:publication:draft"
DRAFT_BELOW = "disclosure:publication:draft_below"  # an office's list for many villages: each clerk sends his own
REVIEW = "disclosure:publication:review"
RELEASE = "disclosure:publication:release"
CHECK = "disclosure:publication:check"
VIEW_DRAFTS = "disclosure:publication:view_drafts"

# permission and trail entry at once
ASK_WITHDRAWAL = "disclosure:withdrawal:ask"
DECIDE_WITHDRAWAL = "disclosure:withdrawal:decide"

INSPECT = "disclosure:check:make"
ANSWER_CHECK = "disclosure:check:answer"

MAKE_DIGEST = "disclosure:digest:make"  # the permission and the trail entry share the name: one verb

# both are the permission and the trail entry: one verb each
CHANGE_CATALOGUE = "disclosure:catalogue:change"  # to add items, or change how strictly one is owed
APPROVE_CATALOGUE = "disclosure:catalogue:approve"  # the township's word on what asks for less
URGE = "disclosure:duty:urge"  # is told when a village is late
DID_REMIND = "disclosure:reminder:send"
DID_NOTE = "disclosure:happening:note"

ANSWER_RATING = "disclosure:rating:answer"  # and ask the township to hide what is personal
HIDE_RATING = "disclosure:rating:hide"  # the township: hide words that tell of somebody, or keep them

KEEP_WORDINGS = "disclosure:wording:keep"  # headers of sheets explained for a whole area

DID_RATE = "disclosure:rating:give"
DID_EXCUSE = "disclosure:excuse:give"
DID_WRITE = "disclosure:text:write"
DID_READ_TABLE = "disclosure:table:read"
DID_ENTER_TABLE = "disclosure:table:enter"

STATES = {
    "draft": _("草稿，还没送审"),
    "in_review": _("等监委会审核"),
    "reviewed": _("等书记签发"),
    "released": _("等代理中心核对"),
    "published": _("已公开"),
    "returned": _("已退回"),
    "superseded": _("已被新稿代替"),
    "withdrawn": _("已撤回"),
}

GROUNDS = {"privacy": _("公开了不该公开的个人信息"), "error": _("内容有错，会误导人")}

SCALE = "clarity"  # what a rating asks; `satisfaction` was asked before, and is counted no more
RATINGS = {1: _("清楚"), 2: _("看不懂"), 3: _("有疑问")}
CLEAR, UNCLEAR, DOUBTS = RATINGS

CLASSES = {"party_affairs": _("党务"), "village_affairs": _("村务"), "finance": _("财务")}

SECTIONS = {
    "affairs": _("党务村务"),
    "assets": _("三资"),
    "projects": _("工程项目"),
    "benefits": _("惠民补贴"),
}


def did(move: str) -> str:
    """The trail's name for a step of a version."""
    return f"disclosure:version:{move}"
