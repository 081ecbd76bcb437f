"""A report on its way through the three steps: everything typed so far travels in the form itself.

The server keeps no unsent report, only photos (cases.drafts) under the digest of the form's key, for a day.
"""

import datetime as dt
import re
import secrets
import unicodedata
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from xiaowei.base.refusals import Invalid, Refusal
from xiaowei.base.words import clean
from xiaowei.cases import actions as cases
from xiaowei.doors.villager import whom as lists
from xiaowei.doors.villager.kinds import KINDS

FORM_KEY = re.compile(r"[0-9a-f]{32}")
MODES = ("", "confidential", "real")  # 不留名, 保密, 实名
LONGEST_NAME = 40
EARLIEST = 1949  # a year before which nothing is still answered
READABLE = re.compile(r"\w")
PHONE = re.compile(r"1\d{10}|0\d{9,11}|[2-9]\d{6,7}")  # mobile; with area code; local


@dataclass(frozen=True)
class Report:
    """What she has chosen and typed so far, as it was sent."""

    form_key: str
    kind: str = ""
    words: str = ""
    day: str = ""  # of what she tells of
    whom: lists.Chosen = lists.NOBODY
    mode: str = ""
    name: str = ""
    phone: str = ""

    @property
    def key_is_good(self) -> bool:
        return bool(FORM_KEY.fullmatch(self.form_key))

    @property
    def is_blank(self) -> bool:
        """Whether nothing of it would tell a reader anything: then the browser may keep the page for its Back."""
        return not (self.words or self.whom or self.name or self.phone)


def new_form_key() -> str:
    """128 bits that name one form: what makes a retry harmless, and what the receipt derives from."""
    return secrets.token_hex(16)


def read(sent: QueryDict, *, kind: str) -> Report:
    """The report as it was sent; `kind` is what it starts as where the form says nothing."""
    return Report(
        form_key=sent.get("form_key", ""),
        kind=sent.get("kind", kind),
        words=sent.get("words", ""),
        day=sent.get("day", "").strip(),
        whom=lists.read(sent.getlist("whom"), sent.get("power", ""), sent.get("other", "")),
        mode=sent.get("mode", ""),
        name=clean(sent.get("name", "")),
        phone=clean(sent.get("phone", "")),
    )


def check_kind(report: Report) -> None:
    """Raises Invalid unless one kind is chosen."""
    if report.kind not in KINDS:
        raise Invalid(_("请先选一类，再点“下一步”。选不准就选最像的一类，之后有人帮您归类。"))


def check_words(report: Report, *, photos: bool) -> None:
    """Raises Invalid when there is nothing to read: no word and no photo, only signs, or too much."""
    words = cases.checked(report.words, photos=photos)
    if words and not photos and not READABLE.search(words):
        raise Invalid(_("只有表情或符号，看不出是什么事。请写一两句话，或者附一张照片。"))


def happened_on(report: Report, *, today: dt.date) -> dt.date | None:
    """The day she named, if any. Raises Invalid for no day, or one that is still to come."""
    if not report.day:
        return None
    try:
        day = dt.date.fromisoformat(report.day)
    except ValueError:
        raise Invalid(_("“哪一天的事”看不明白。请写成 2023-06-01 这样，记不清就空着。")) from None
    if day > today or day.year < EARLIEST:
        raise Invalid(_("“哪一天的事”写的不是过去的日子。请改一下，记不清就空着。"))
    return day


def identity(report: Report) -> cases.Identity | None:
    """Who she is, if she chose to say so. Without a name she is nobody, whatever stands in the fields.

    Raises Invalid for a name or phone that is none; 实名 needs both, because somebody calls to make sure.
    """
    if report.mode not in MODES:
        raise Invalid(_("请在“不留名”“保密”“实名”里选一样，再送出。"))
    if not report.mode:
        return None
    if not READABLE.search(report.name):
        raise Invalid(_("选了“保密”或“实名”，请写上姓名。不想写就选“不留名”。"))
    if len(report.name) > LONGEST_NAME:
        raise Invalid(_("姓名写了 %(n)d 个字，最多 %(most)d 个。请只写姓名。"), n=len(report.name), most=LONGEST_NAME)
    phone = _phone(report.phone)
    if report.mode == "real" and not phone:
        raise Invalid(_("选了“实名”，请写上电话，会有人打电话核实。不想写就选“保密”。"))
    return cases.Identity(report.mode, report.name, phone)


def torn() -> Refusal:
    """An old page, or a form that was cut off on the way."""
    return Refusal(_("这张表没有送完整，内容还在。请再点一次。"))


def _phone(typed: str) -> str:
    digits = re.sub(r"[\s()（）\-—－+]", "", unicodedata.normalize("NFKC", typed))
    digits = digits.removeprefix("86") if len(digits) == len("86") + 11 else digits
    if digits and not PHONE.fullmatch(digits):
        raise Invalid(_("电话看不明白。请写 11 位手机号，或带区号的座机号；不想写就空着。"))
    return digits
