"""From what a clerk typed to a text or decision that can be written: every refusal says which field, and why. Pure."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from xiaowei.base.clock import local
from xiaowei.base.markup import plain_signs
from xiaowei.base.masking import scrub
from xiaowei.base.people import Known, free_text, people_in
from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import Invalid
from xiaowei.base.words import clean
from xiaowei.disclosure.catalogue import LOCAL, catalogue
from xiaowei.disclosure.texts import lists, quorum
from xiaowei.disclosure.texts.places import GROUPS, PLACES
from xiaowei.disclosure.texts.queries import PUBLIC, names_whole

TEXT, DECISION = "text", "decision"
LONGEST_TITLE, LONGEST_BODY, LONGEST_LINE = 60, 20_000, 300
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
SPANS = ("day", *MONTHS)
OLDEST = dt.date(1978, 1, 1)
COUNTS = ("due", "present", "agree", "against", "abstain")


@dataclass(frozen=True)
class FileChoice:
    """A file of the form as the clerk describes it."""

    ref: Ref
    place: str
    words: str


@dataclass(frozen=True)
class NewStep:
    """One step of the record, as typed; `day` None where it was left out."""

    step: int
    day: dt.date | None
    place: str
    opinion: str
    due: int
    present: int
    agree: int
    against: int
    abstain: int


@dataclass(frozen=True)
class NewText:
    """A text or decision that can be written. The period is half-open."""

    kind: str
    item: str
    title: str
    period_from: dt.date
    period_until: dt.date
    body: str = ""
    list_title: str = ""
    listed: lists.Listed = field(default_factory=lists.Listed)
    meeting: str = ""
    steps: tuple[NewStep, ...] = ()
    result: str = ""
    result_on: dt.date | None = None
    looked: bool = False
    files: tuple[FileChoice, ...] = ()


def read(fields: Mapping[str, str], *, kind: str, at: dt.datetime) -> NewText:
    """The typed value of a form's fields. Raises Invalid with the first thing to mend."""
    said = {name: plain_signs(clean(words)) for name, words in fields.items()}
    item = said.get("item", "")
    if not may_carry(item, kind):
        raise Invalid(_("还没有选公开目录里的哪一项。请选好再存。"))
    start, until = period(said.get("span", ""), said.get("day", ""), at=at)
    listed = lists.read(said.get("list", "")) if kind == TEXT else lists.Listed()
    new = NewText(
        kind,
        item,
        _title(said.get("title", ""), item, listed),
        start,
        until,
        body=_within(said.get("body", ""), LONGEST_BODY, _("正文")),
        list_title=_within(said.get("list_title", ""), LONGEST_TITLE, _("名单标题")),
        listed=listed,
        looked=said.get("looked") == "yes",
        files=_files(said),
    )
    return _decided(new, said, at=at) if kind == DECISION else new


def may_carry(item: str, kind: str) -> bool:
    """Whether the catalogue lets this item be published as this kind."""
    known = item in catalogue() or item.startswith(LOCAL)
    try:
        return known and kind in catalogue()[item].carriers
    except KeyError:
        return False


def period(span: str, day: str, *, at: dt.datetime) -> tuple[dt.date, dt.date]:
    """The half-open period: the day itself, or the month, quarter, half or year it lies in. Raises Invalid."""
    found = _day(day, _("日期"), at=at)
    if found is None:
        raise Invalid(_("还没有填日期。是哪一天的事，或者是哪个月、季度、年度的，请填其中一天。"))
    if span == "day":
        return found, found + dt.timedelta(days=1)
    if span not in MONTHS:
        raise Invalid(_("还没有选是某一天的事，还是一个月、一个季度、一年的。请选好再存。"))
    months = MONTHS[span]
    first = dt.date(found.year, (found.month - 1) // months * months + 1, 1)
    after = first.month - 1 + months
    return first, dt.date(first.year + after // 12, after % 12 + 1, 1)


def span_of(start: dt.date, until: dt.date) -> str:
    """Which of SPANS a period is; `day` for anything else."""
    months = (until.year - start.year) * 12 + until.month - start.month
    whole = start.day == 1 and until.day == 1
    return next((name for name, count in MONTHS.items() if whole and months == count), "day")


def _decided(new: NewText, said: Mapping[str, str], *, at: dt.datetime) -> NewText:
    meeting = said.get("meeting", "")
    if meeting not in quorum.meetings():
        raise Invalid(_("还没有选最后一步是村民代表会议还是村民会议。请选好再存。"))
    steps = tuple(step for number in range(1, quorum.STEPS + 1) if (step := _step(number, said, at=at)))
    result = _within(said.get("result", ""), LONGEST_BODY, _("实施结果"))
    result_on = _day(said.get("result_on", ""), _("实施结果的日期"), at=at)
    if result and result_on is None:
        raise Invalid(_("实施结果要写是哪一天的结果。请补上日期。"))
    if not result and result_on is not None:
        raise Invalid(_("填了实施结果的日期，还没有写结果。请补上，或者把日期去掉。"))
    if not new.body:
        raise Invalid(_("还没有写决议内容。请写清楚议的是什么事、怎么定的。"))
    return NewText(**vars(new) | {"meeting": meeting, "steps": steps, "result": result, "result_on": result_on})


def _step(number: int, said: Mapping[str, str], *, at: dt.datetime) -> NewStep | None:
    name = quorum.rule(number).name
    typed = {key: said.get(f"s{number}_{key}", "") for key in ("day", "place", "opinion", *COUNTS)}
    if not any(typed.values()):
        return None  # left out: the product says so, and asks for the reason
    counts = [_count(typed[key], name) for key in COUNTS]
    return NewStep(
        number,
        _day(typed["day"], name, at=at),
        _within(typed["place"], LONGEST_LINE, name),
        _within(typed["opinion"], LONGEST_LINE, name),
        *counts,
    )


def _title(title: str, item: str, listed: lists.Listed) -> str:
    if not title:
        raise Invalid(_("还没有写标题。"))
    if "\n" in title or len(title) > LONGEST_TITLE:
        raise Invalid(_("标题最多 %(most)d 个字，写成一行。"), most=LONGEST_TITLE)
    if scrub(title) != title:
        raise Invalid(_("标题里有电话、身份证号或卡号，标题人人都看得到。请去掉。"))
    if not names_whole(item, PUBLIC) and free_text(title, known=Known(_people(listed))) != title:
        raise Invalid(_("标题里写了名单上的人名，标题人人都看得到。请改成不带姓名的。"))
    return title


def _people(listed: lists.Listed) -> frozenset[str]:
    columns = [at for at, column in enumerate(listed.columns) if column.holds == lists.NAME]
    return frozenset().union(*(people_in(row[at]) for row in listed.rows for at in columns))


def _files(said: Mapping[str, str]) -> tuple[FileChoice, ...]:
    refs = [name.partition(".")[2] for name in said if name.startswith("place.")]
    found = []
    for ref in refs:
        place = said[f"place.{ref}"]
        if PATTERN.fullmatch(ref) and place in PLACES and said.get(f"drop.{ref}") != "yes":
            found.append(FileChoice(Ref(ref), place, _within(said.get(f"words.{ref}", ""), 120, str(GROUPS[""]))))
    return tuple(found)


def _within(words: str, most: int, where: str) -> str:
    if len(words) > most:
        raise Invalid(_("%(where)s写了 %(n)d 个字，最多 %(most)d 个。请改短。"), where=where, n=len(words), most=most)
    return words


def _day(text: str, where: str, *, at: dt.datetime) -> dt.date | None:
    if not text:
        return None
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("%(where)s的日期看不懂，请写成 2023-05-31 这样。"), where=where) from None
    if not OLDEST <= found <= local(at).date() + dt.timedelta(days=366):
        raise Invalid(_("%(where)s的日期 %(day)s 不对，请核对年份。"), where=where, day=text)
    return found


def _count(text: str, where: str) -> int:
    if not re.fullmatch(r"[0-9]{0,5}", text):
        raise Invalid(_("“%(where)s”的人数要填整数。"), where=where)
    return int(text or 0)
