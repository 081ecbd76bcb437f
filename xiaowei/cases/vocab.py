"""Permissions and events of the cases room, and the words people read for its states."""

from django.utils.translation import gettext_lazy as _

ANSWER = "cases:case:answer"
RELEASE_ANSWER = "cases:case:release_answer"
WATCH = "cases:case:watch"
TRIAGE = "cases:case:triage"
HANDLE_LIFTED = "cases:case:handle_lifted"

VILLAGE = "village"
DISCIPLINE = "discipline"

STATES = {
    "received": _("已收到"),
    "accepted": _("已受理"),
    "declined": _("不予受理"),
    "answer_review": _("答复待复核"),
    "to_rate": _("已答复，等您打分"),
    "redo": _("重新办理"),
    "closed": _("已办结"),
    "withdrawn": _("已撤回"),
}

BEING_HANDLED = _("正在办理")

GRADES = {1: _("满意"), 2: _("基本满意"), 3: _("不满意")}

KINDS = {
    "question": _("咨询"),
    "appeal": _("诉求"),
    "suggestion": _("建议"),
    "complaint": _("投诉"),
    "doubt": _("公开质疑"),
    "report": _("举报"),
}
SEALED_KINDS = frozenset({"report"})  # never in a village's list, whatever they say

TARGETS = {
    "person": _("某个人"),
    "post": _("某个岗位"),
    "body": _("某个单位"),
    "power": _("某项权力"),
    "other": _("不在名单里"),
}

PERSONAL_TARGETS = frozenset({"person", "post", "body", "other"})  # somebody, or the people of a body

REAL, CONFIDENTIAL = "real", "confidential"
MODES = {REAL: _("实名"), CONFIDENTIAL: _("保密")}


def did(move: str) -> str:
    """The trail's name for a move of a case."""
    return f"cases:event:{move}"


def read(what: str) -> str:
    """The trail's name for a reading of a case, or of the reporter's name."""
    return f"cases:reading:{what}"
