"""Where a picture or paper of a text belongs: beside the words, to a time of the works, to a step of a decision."""

from django.utils.translation import gettext_lazy as _

BEFORE, DURING, AFTER = "before", "during", "after"

GROUPS = {"": _("正文配图"), BEFORE: _("施工前"), DURING: _("施工中"), AFTER: _("完工后")}
MINUTES = {f"step{number}": number for number in range(1, 5)}
PLACES = frozenset({*GROUPS, *MINUTES})

MOST_PICTURES, MOST_PAPERS = 20, 8
