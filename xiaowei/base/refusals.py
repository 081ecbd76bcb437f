"""Refusals: named exceptions with a sentence a villager can read.

A verb raises one; `doors` turns it into HTTP once, `ops` into one line on stderr and exit code 1.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """The product says no, and says what to do instead.

    `status` is the HTTP status of the answer; `sentence` is Chinese source text with named
    %-placeholders that are filled from the keyword arguments.
    """

    status = 422
    sentence: Any = _("这一步没有办成。请返回上一页再试一次。")

    def __init__(self, sentence: Any = None, **params: Any) -> None:
        super().__init__()
        if sentence is not None:
            self.sentence = sentence
        self.params: Mapping[str, Any] = params

    def __str__(self) -> str:
        text = str(self.sentence)
        return text % self.params if self.params else text


class NotFound(Refusal):
    """Absent or forbidden: the same words, so that nobody learns which."""

    status = 404
    sentence = _("没有找到这一页，或者它不归您看。请从首页重新进入。")


class Invalid(Refusal):
    """Something typed or uploaded cannot be taken as it is."""

    status = 422


class Conflict(Refusal):
    """Something changed meanwhile; what was decided no longer fits it."""

    status = 409


class TooLarge(Refusal):
    """An upload over the limit."""

    status = 413


class Throttled(Refusal):
    """Too many tries; `wait` is the number of seconds to wait."""

    status = 429
    sentence = _("试得太快了。请过 %(wait)d 秒再试。")

    def __init__(self, wait: int, sentence: Any = None) -> None:
        super().__init__(sentence, wait=wait)
        self.wait = wait
