"""Doubts as they are kept and shown: a whole column that is bad is one thing to mend, not ten thousand."""

from collections import defaultdict
from collections.abc import Iterable

from xiaowei.base.sheets.issues import Issue
from xiaowei.base.sheets.refused import chinese as _

MOST = 20  # of one kind are named one by one: more than anybody works through singly
LISTED = 5
AND_MORE = _("同样的问题还有 %(count)d 处（第 %(rows)s 行等）。请按上面几处的说明一并核对。")
AND_MORE_SHEETS = _("同样的问题还有 %(count)d 处。请按上面几处的说明一并核对。")


def capped(issues: Iterable[Issue], *, most: int = MOST) -> list[Issue]:
    """The doubts in their order, of each code and severity the first ones; the others of it are one that names their
    rows in `rows`. It stands where the first of them stood, so that it can be settled like any other."""
    found: list[Issue] = []
    rest: dict[tuple[str, str], list[Issue]] = defaultdict(list)
    seen: dict[tuple[str, str], int] = defaultdict(int)
    places: dict[tuple[str, str], int] = {}
    for issue in issues:
        kind = issue.code, issue.severity
        seen[kind] += 1
        if seen[kind] < most:
            found.append(issue)
            continue
        if kind not in places:
            places[kind] = len(found)
            found.append(issue)
        rest[kind].append(issue)
    for kind, left in rest.items():
        if len(left) > 1:
            found[places[kind]] = _together(left)
    return found


def _together(left: list[Issue]) -> Issue:
    first = left[0]
    rows = tuple(dict.fromkeys(row for issue in left for row in (issue.rows or ((issue.row,) if issue.row else ()))))
    one_sheet = len({issue.sheet for issue in left}) == 1
    facts: dict[str, object] = {"count": len(left)}
    if one_sheet and rows:
        facts["rows"] = "、".join(map(str, rows[:LISTED]))
    words = AND_MORE if "rows" in facts else AND_MORE_SHEETS
    return Issue(first.code, first.severity, words, facts, first.sheet, first.row, first.col, rows=rows)
