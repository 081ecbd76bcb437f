"""Two years of months as pairs of bars, drawn by the server; the table below it says the same figures in words.

Places are in per cent and em, like every chart here: labels keep their size on a phone and in large type.
"""

from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xiaowei.base.money import yuan_grouped
from xiaowei.disclosure.money import Month

TALL = Decimal(8)  # em of the highest bar
TOP = Decimal("1.6")  # em above it, for its figure
LABEL_EVERY = 6  # months between two labels on the axis


def trend(months: tuple[Month, ...]) -> SafeString:
    """Income and expense of every month, oldest at the left; empty where nothing is public."""
    if not any(month.published for month in months):
        return SafeString("")
    most = max(max(month.income, month.expense, 1) for month in months)
    slot = Decimal(100) / len(months)
    drawn = format_html_join("", "{}", ((_bars(month, n, slot, most),) for n, month in enumerate(months)))
    labels = format_html_join(
        "",
        '<text class="{}" x="{}%" y="{}em">{}</text>',
        (
            (
                "" if n == 0 else "mid",
                f"{slot * n + (0 if n == 0 else slot / 2):.2f}",
                TOP + TALL + Decimal("1.3"),
                _short(month),
            )
            for n, month in enumerate(months)
            if n % LABEL_EVERY == 0
        ),
    )
    words = _("；").join(_spoken(month) for month in months if month.published)
    return format_html(
        '<svg class="v-svg v-trend" role="img" aria-labelledby="tr-t tr-d" width="100%" height="{height}em">'
        '<title id="tr-t">{title}</title><desc id="tr-d">{words}</desc>'
        '<text class="meta" x="0" y="1em">{most}</text>{bars}'
        '<line class="s-line" x1="0" x2="100%" y1="{base}em" y2="{base}em"/>{labels}</svg>',
        height=TOP + TALL + Decimal("1.8"),
        title=_("每个月的收入和支出"),
        words=words,
        most=_("最高 %(amount)s 元") % {"amount": yuan_grouped(most)},
        bars=drawn,
        base=TOP + TALL,
        labels=labels,
    )


def _bars(month: Month, n: int, slot: Decimal, most: int) -> SafeString:
    if not month.published:
        # a gap that can be seen: nothing was published, which is not the same as nothing spent
        return format_html(
            '<rect class="f-wait" x="{}%" y="{}em" width="{}%" height="{}em"/>',
            f"{slot * n + slot / 5:.2f}",
            TOP + TALL - Decimal("0.35"),
            f"{slot * 3 / 5:.2f}",
            Decimal("0.35"),
        )
    pairs = ((month.income, "f-in", Decimal("0.1")), (month.expense, "f-out", Decimal("0.52")))
    return format_html_join(
        "",
        '<rect class="{}" x="{}%" y="{}em" width="{}%" height="{}em"/>',
        (
            (css, f"{slot * (n + left):.2f}", f"{TOP + TALL - high:.2f}", f"{slot * 38 / 100:.2f}", f"{high:.2f}")
            for fen, css, left in pairs
            if (high := TALL * max(fen, 0) / most) > 0
        ),
    )


def _short(month: Month) -> str:
    return f"{month.first.year % 100:02d}.{month.first.month}"


def _spoken(month: Month) -> str:
    return _("%(year)d年%(month)d月收入 %(income)s 元，支出 %(expense)s 元") % {
        "year": month.first.year,
        "month": month.first.month,
        "income": yuan_grouped(month.income),
        "expense": yuan_grouped(month.expense),
    }
