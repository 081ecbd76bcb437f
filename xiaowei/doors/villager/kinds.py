"""What a reporter can bring, each with one example in a villager's words and its own icon."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.cases.vocab import KINDS as NAMES


@dataclass(frozen=True)
class Kind:
    """One choice of the first step: `code` of cases.vocab.KINDS, its formal name, and how people say it."""

    code: str
    title: Any
    example: Any
    icon: str
    about_somebody: bool = False  # whom it is about is half of it: the lists stand open

    @property
    def name(self) -> Any:
        return NAMES[self.code]


REPORT = "report"  # the one that goes past the village whatever the words say: shown apart

KINDS = {
    kind.code: kind
    for kind in (
        Kind("doubt", _("有疑问"), _("清淤三个小时，怎么是 900 块？"), "ask"),
        Kind("appeal", _("求帮忙"), _("下水道堵了两个月没人管"), "hand"),
        Kind("complaint", _("办事不满意"), _("办个证明跑了三趟还没办成"), "alert", True),
        Kind("suggestion", _("提建议"), _("村口装个路灯，晚上好走路"), "bulb"),
        Kind("question", _("问政策"), _("高龄补贴满几岁能领，怎么申请？"), "book"),
        Kind(REPORT, _("反映干部的问题"), _("有人给自家多报了补贴面积"), "lock", True),
    )
}
