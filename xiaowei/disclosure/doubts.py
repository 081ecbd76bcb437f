"""What the product doubts in a version's sheet, and the clerk's reasons for what he cannot mend."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.disclosure.contents import KINDS
from xiaowei.disclosure.models import Version


@dataclass(frozen=True)
class Doubt:
    """One doubt at its cell. `key` names it in forms; an `error` needs mending or a reason before it is sent."""

    key: str
    code: str
    severity: str
    sheet: str
    row: int | None
    col: int | None
    message: str
    excuse: str

    @property
    def open(self) -> bool:
        return self.severity == "error" and not self.excuse


def of_issues(issues: Iterable[dict[str, Any]], excuses: dict[str, str]) -> list[Doubt]:
    """Doubts as the intake wrote them, in reading order, with the reasons given."""
    found = []
    for issue in issues:
        key = f"{issue['code']}@{issue.get('row') or ''}.{issue.get('col') or ''}"[:64]
        found.append(
            Doubt(
                key,
                issue["code"],
                issue["severity"],
                issue.get("sheet") or "",
                issue.get("row"),
                issue.get("col"),
                issue["message"],
                excuses.get(key, ""),
            )
        )
    return found


def of_version(version: Version) -> list[Doubt]:
    """The doubts of a version's sheet."""
    excuses = dict(version.excuses.values_list("doubt", "text"))  # in order: the latest of a doubt stays
    return of_issues(KINDS[version.content_kind].read(Ref(version.content)).issues, excuses)


def unexcused(version: Version) -> list[Doubt]:
    """Errors that are neither mended nor explained."""
    return [doubt for doubt in of_version(version) if doubt.open]
