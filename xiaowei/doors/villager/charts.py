"""Bars drawn by the server: where money came from, where it went. Every figure is also text for a reader.

No viewBox: places are in per cent and em, so labels keep their real size on a phone and in large type.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiaowei.base.money import yuan_grouped
from xiaowei.finance.queries import Group

Side = Literal["in", "out"]

SHORT = 7  # characters of a name that fit beside an amount on a 360 px screen in large type
LONG = 12  # characters that fit on a line of their own
LINE = Decimal("1.45")  # em from one line of text to the next
BAR = Decimal("0.6")
REST = Decimal("0.85")  # em between a bar and the next name


@dataclass(frozen=True)
class Bar:
    """One bar with its place from the top, in em."""

    top: Decimal
    lines: tuple[str, ...]
    amount: str
    width: Decimal  # per cent of a full bar

    @property
    def height(self) -> Decimal:
        return LINE * len(self.lines) + BAR


def bars(groups: tuple[Group, ...], *, side: Side, title: str, most: int = 1) -> SafeString:
    """An SVG picture of the groups, largest first, with `title` and `desc` for readers; empty for no groups.

    `most` is the amount of a full bar, in fen, so that income and expense can stand on one scale.
    """
    if not groups:
        return SafeString("")
    drawn = list(_place(groups, most))
    height = drawn[-1].top + drawn[-1].height + Decimal("0.2")
    return format_html(
        '<svg class="v-svg" role="img" aria-labelledby="{side}-t {side}-d" width="100%" height="{height}em">'
        '<title id="{side}-t">{title}</title><desc id="{side}-d">{words}</desc>{bars}</svg>',
        side=f"c-{side}",
        height=height,
        title=title,
        words=in_words(groups),
        bars=format_html_join("", "{}", ((_draw(bar, side),) for bar in drawn)),
    )


def in_words(groups: tuple[Group, ...]) -> str:
    """The same picture as one sentence."""
    parts = (
        _("%(name)s %(amount)s 元，占百分之%(share)s")
        % {"name": group.name, "amount": yuan_grouped(group.fen), "share": group.share}
        for group in groups
    )
    return _("；").join(parts)


def share_of(part: int, whole: int) -> str:
    """Width of a strip in per cent, for `width=`; never past the end, and 0 of 0 is nothing."""
    return f"{min(Decimal(100), Decimal(part) * 100 / Decimal(whole)) if whole > 0 else Decimal(0):.2f}%"


def _place(groups: tuple[Group, ...], most: int) -> Iterator[Bar]:
    most = max(most, *(group.fen for group in groups), 1)
    top = Decimal(0)
    for group in groups:
        width = max(Decimal(group.fen), Decimal(0)) * 100 / most
        bar = Bar(top, _break(group.name), yuan_grouped(group.fen), width)
        yield bar
        top += bar.height + REST


def _break(name: str) -> tuple[str, ...]:
    """Lines of a name; the last one leaves room for the amount."""
    lines = [name[start : start + LONG] for start in range(0, len(name), LONG)] if len(name) > SHORT else [name]
    return (*lines, "") if len(lines[-1]) > SHORT else tuple(lines)


def _draw(bar: Bar, side: Side) -> SafeString:
    texts = format_html_join(
        "",
        '<text x="0" y="{}em">{}</text>',
        ((bar.top + 1 + LINE * n, line) for n, line in enumerate(bar.lines) if line),
    )
    under = bar.top + LINE * len(bar.lines)
    return format_html(
        '{texts}<text class="num end" x="100%" y="{last}em">{amount}</text>'
        '<rect class="f-wait" y="{under}em" width="100%" height="{bar}em" rx="4"/>'
        '<rect class="f-{side}" y="{under}em" width="{width}%" height="{bar}em" rx="4"/>',
        texts=texts,
        last=under - LINE + 1,
        amount=bar.amount,
        under=under,
        bar=BAR,
        side=side,
        width=f"{bar.width:.1f}",
    )
