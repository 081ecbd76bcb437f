"""What is wrong with a list: one sentence each, with the file, the row and the column."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.refusals import Invalid

MOST = 200  # a file of another kind is wrong in every row; nobody reads more


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `row` counts lines of a table from 1; in a JSON file item and step say where it is."""

    file: str
    why: str
    row: int | None = None
    column: str = ""
    code: str = ""
    step: int | None = None

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(_("第 %(n)d 行") % {"n": self.row})
        if self.code:
            place.append(self.code)
        if self.step is not None:
            place.append(_("第 %(n)d 步") % {"n": self.step})
        if self.column:
            place.append(_("%(name)s 列") % {"name": self.column})
        return " ".join(place) + _("：") + self.why

    def as_json(self) -> dict[str, Any]:
        """For `--json`; `message` is the whole sentence."""
        return {**asdict(self), "message": str(self)}


class BadList(Invalid):
    """A list that cannot be taken; nothing was written. One sentence a line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:MOST]]
        more = len(self.problems) - MOST
        if more > 0:
            lines.append(_("另有 %(n)d 处问题没有列出，请先改好上面这些。") % {"n": more})
        return "\n".join(lines)


@dataclass
class Found:
    """The problems and remarks of one file, collected while it is read."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def bad(
        self, why: str, *, row: int | None = None, column: str = "", code: str = "", step: int | None = None
    ) -> None:
        """Something that must be mended before anything is taken."""
        self.problems.append(Problem(self.file, why, row=row, column=column, code=code, step=step))

    def note(self, text: str) -> None:
        """Something that was taken all the same."""
        self.notes.append(f"{self.file}{_('：')}{text}")
