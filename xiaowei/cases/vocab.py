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
    "doubt": _("公开质疑"),
    "appeal": _("诉求反映"),
}


def did(move: str) -> str:
    """The trail's name for a move of a case."""
    return f"cases:event:{move}"
