"""Permissions and events of the disclosure room, and the words people read for its states."""

from django.utils.translation import gettext_lazy as _

DRAFT = "disclosure:publication:draft"
DRAFT_BELOW = "disclosure:publication:draft_below"  # an office's list for many villages: each clerk sends his own
REVIEW = "disclosure:publication:review"
RELEASE = "disclosure:publication:release"
CHECK = "disclosure:publication:check"
VIEW_DRAFTS = "disclosure:publication:view_drafts"

INSPECT = "disclosure:check:make"
ANSWER_CHECK = "disclosure:check:answer"

MAKE_DIGEST = "disclosure:digest:make"  # the permission and the trail entry share the name: one verb

DID_RATE = "disclosure:rating:give"
DID_EXCUSE = "disclosure:excuse:give"

STATES = {
    "draft": _("草稿，还没送审"),
    "in_review": _("等监委会审核"),
    "reviewed": _("等书记签发"),
    "released": _("等代理中心核对"),
    "published": _("已公开"),
    "returned": _("已退回"),
    "superseded": _("已被新稿代替"),
}

RATINGS = {1: _("满意"), 2: _("基本满意"), 3: _("不满意")}

SECTIONS = {
    "affairs": _("党务村务"),
    "assets": _("三资"),
    "projects": _("工程项目"),
    "benefits": _("惠民补贴"),
}


def did(move: str) -> str:
    """The trail's name for a step of a version."""
    return f"disclosure:version:{move}"
