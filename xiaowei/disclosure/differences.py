"""What a correction changed, for any kind of content, by what the public reads: rows added, removed, changed; sums.

Rows that read the same are the same wherever they stand. The rest are paired by what they are called, then by
likeness: a mended name must not look like one household gone and another come.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.contents import KINDS, Part
from xiaowei.disclosure.models import Version

ALIKE = 0.5  # of the words of a row: with less in common it is another row
MOST_PAIRS = 250_000  # comparisons; beyond them what is left counts as gone and come


@dataclass(frozen=True)
class CellChange:
    """One heading whose words differ; an empty side means that there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """One row in both versions. `part` is as it reads now."""

    part: Part
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class Difference:
    """From version `before` to version `after`: counts of rows, sums, and the rows themselves in reading order."""

    before: int
    after: int
    sums: tuple[CellChange, ...]  # all of them, the unchanged ones too
    added: tuple[Part, ...]
    removed: tuple[Part, ...]
    changed: tuple[RowChange, ...]
    same: int

    @property
    def nothing(self) -> bool:
        """Whether the public reads no difference at all."""
        return not (self.added or self.removed or self.changed or any(one.before != one.after for one in self.sums))


def between(old: Sequence[Part], new: Sequence[Part]) -> tuple[list[Part], list[Part], list[RowChange], int]:
    """Rows that came, rows that went, rows that read otherwise, and how many read the same."""
    left, came = _without_same(old, new)
    pairs, left, came = _by_key(left, came)
    more, left, came = _by_likeness(left, came)
    changed = sorted(
        (RowChange(after, cells_between(_own(before), _own(after))) for before, after in (*pairs, *more)),
        key=lambda one: one.part.number,
    )
    return came, left, changed, len(new) - len(came) - len(changed)


def cells_between(
    old: Iterable[tuple[str, str]], new: Iterable[tuple[str, str]], *, all_of_them: bool = False
) -> tuple[CellChange, ...]:
    """Heading by heading, in the order of the new one; headings that only the old one had come last."""
    was, now = _named(old), _named(new)
    labels = [*now, *(label for label in was if label not in now)]
    found = (CellChange(label, was.get(label, ""), now.get(label, "")) for label in labels)
    return tuple(one for one in found if all_of_them or one.before != one.after)


def of_versions(old: Version, new: Version) -> Difference:
    """What changed between two versions of one publication, whatever kinds they are."""
    before, after = KINDS[old.content_kind], KINDS[new.content_kind]
    was, now = Ref(old.content), Ref(new.content)
    added, removed, changed, same = between(list(before.parts(was)), list(after.parts(now)))
    sums = cells_between(before.sums(was), after.sums(now), all_of_them=True)
    return Difference(old.number, new.number, sums, tuple(added), tuple(removed), tuple(changed), same)


def public_difference(publication: Ref, *, number: int) -> Difference | None:
    """What a published version changed of the one that was public before it; None for the first. Raises NotFound.

    What was taken back is compared with nothing: it is not to be read by its difference either.
    """
    rows = Version.objects.filter(publication=publication, publication__published_number__isnull=False)
    new = rows.filter(number=number, state="published").first()
    if new is None:
        raise NotFound()
    old = rows.filter(number__lt=number, state__in=("published", "withdrawn")).order_by("-number").first()
    return of_versions(old, new) if old is not None and old.state == "published" else None


def draft_difference(version: Ref) -> Difference | None:
    """What a version of any state changes of the one before it. The caller has asked `access` for the version."""
    new = Version.objects.get(pk=version)
    rows = Version.objects.filter(publication=new.publication_id, number__lt=new.number)
    public = rows.filter(state="published").order_by("-number").first()
    old = public or rows.order_by("-number").first()  # what the public reads is what a correction corrects
    return of_versions(old, new) if old else None


def _named(cells: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for label, text in cells:
        name, n = label, 2
        while name in found:
            name, n = f"{label}（{n}）", n + 1
        found[name] = text
    return found


def _without_same(old: Sequence[Part], new: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    known = Counter(_own(part) for part in new)
    left = []
    for part in old:
        if known[_own(part)] > 0:
            known[_own(part)] -= 1
        else:
            left.append(part)
    gone = Counter(_own(part) for part in old)
    came = []
    for part in new:
        if gone[_own(part)] > 0:
            gone[_own(part)] -= 1
        else:
            came.append(part)
    return left, came


def _by_key(left: list[Part], came: list[Part]) -> tuple[list[tuple[Part, Part]], list[Part], list[Part]]:
    waiting: dict[str, list[Part]] = defaultdict(list)
    for part in reversed(left):
        if part.key:
            waiting[part.key].append(part)
    pairs, rest = [], []
    for part in came:
        if part.key and waiting[part.key]:
            pairs.append((waiting[part.key].pop(), part))
        else:
            rest.append(part)
    paired = {before.ref for before, _after in pairs}
    return pairs, [part for part in left if part.ref not in paired], rest


def _by_likeness(left: list[Part], came: list[Part]) -> tuple[list[tuple[Part, Part]], list[Part], list[Part]]:
    if len(left) * len(came) > MOST_PAIRS:
        return [], left, came
    scored = sorted(
        ((_alike(a, b), a.number == b.number, -i, -j) for i, a in enumerate(left) for j, b in enumerate(came)),
        reverse=True,
    )
    pairs, used, taken = [], set(), set()
    for alike, _place, i, j in scored:
        if alike < ALIKE:
            break
        if -i not in used and -j not in taken:
            used.add(-i)
            taken.add(-j)
            pairs.append((left[-i], came[-j]))
    return (
        pairs,
        [part for i, part in enumerate(left) if i not in used],
        [part for j, part in enumerate(came) if j not in taken],
    )


def _alike(one: Part, other: Part) -> float:
    mine, yours = _own(one), _own(other)
    return (Counter(mine) & Counter(yours)).total() / max(len(mine), len(yours), 1)


def _own(part: Part) -> tuple[tuple[str, str], ...]:
    # one wrong opening balance moves every balance after it: that is told by the sums, once
    return tuple(cell for cell in part.cells if cell[0] not in part.derived) if part.derived else part.cells
