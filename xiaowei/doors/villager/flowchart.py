"""A flow drawn by the server: nodes, arrows, returns, the places where something must be published.

Twice, for a phone and for a wide screen; the style sheet shows one. Places are in em and per cent without a viewBox,
so that words keep their real size in both modes; sizes that depend on the card's width stand in the style sheet.
"""

from collections.abc import Iterator, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from xiaowei.doors.villager.flowlayout import CIRCLE, LABEL, PHONE, WIDE, Box, Layout, Return, lay, remarks
from xiaowei.powers.content import Step

HEAD = mark_safe('<path d="M-6-8L0 0l6-8"/>')  # our own constants
LEFT_HEAD = mark_safe('<path d="M8-6L0 0l8 6"/>')


def diagram(steps: Sequence[Step], *, title: str) -> SafeString:
    """Both drawings, each with `title` and `desc` for readers; empty for no steps."""
    if not steps:
        return SafeString("")
    return _drawn(lay(steps, width=PHONE), title, "n") + _drawn(lay(steps, width=WIDE), title, "w")


def in_words(steps: Sequence[Step]) -> str:
    """The same flow as text: every step, who, what, and what it must keep to."""
    return _("；").join(_sentence(step) for step in steps) + _("。")


def _sentence(step: Step) -> str:
    said = {"n": step.n, "actor": step.actor, "action": step.action}
    return _("，").join((_("第 %(n)d 步，%(actor)s：%(action)s") % said, *remarks(step)))


def _drawn(layout: Layout, title: str, kind: str) -> SafeString:
    return format_html(
        '<svg class="v-svg v-flow {kind}{lane}" role="img" aria-labelledby="f{kind}-t f{kind}-d" '
        'width="100%" height="{height}em"><title id="f{kind}-t">{title}</title><desc id="f{kind}-d">{words}</desc>'
        "{nodes}{arrows}{returns}</svg>",
        kind=kind,
        lane=" lane" if layout.returns or layout.edge < layout.width else "",
        height=_em(layout.height + 0.1),
        title=title,
        words=in_words([box.step for box in layout.boxes]),
        nodes=_joined(map(_node, layout.boxes)),
        arrows=_joined(_arrow(*ends) for ends in layout.arrows),
        returns=_joined(map(_return, layout.returns)),
    )


def _node(box: Box) -> SafeString:
    x, y, radius = CIRCLE
    # the class stands on the inner element: a smaller size there must not shrink the em of x and y
    texts = format_html_join(
        "",
        '<text x="{}em" y="{}em"><tspan class="{}">{}</tspan></text>',
        ((_em(text.x), _em(text.y), text.kind, text.words) for text in box.texts),
    )
    return format_html(
        '<svg y="{top}em" width="100%" height="{height}em" overflow="visible"{pub}><rect x="1" height="100%" rx="12"/>'
        '<circle cx="{x}em" cy="{y}em" r="{radius}em"/><text class="k" x="{x}em" y="{base}em">{n}</text>{texts}</svg>',
        top=_em(box.top),
        height=_em(box.height),
        pub=mark_safe(' class="pub"') if box.step.publish else "",
        x=x,
        y=y,
        radius=radius,
        base=_em(y + 0.35),
        n=box.step.n,
        texts=texts,
    )


def _arrow(start: float, end: float) -> SafeString:
    return format_html(
        '<line x1="1.9em" x2="1.9em" y1="{start}em" y2="{end}em"/>'
        '<svg x="1.9em" y="{end}em" overflow="visible">{head}</svg>',
        start=_em(start),
        end=_em(end),
        head=HEAD,
    )


def _return(back: Return) -> SafeString:
    stubs = format_html_join(
        "", '<line x1="-1.9em" x2="-.7em" y1="{0}em" y2="{0}em"/>', ((_em(y - back.enters),) for y in back.leaves)
    )
    first, second = _("退"), _("回")
    label = back.label - back.enters
    return format_html(
        '<svg class="r" x="100%" y="{y}em" overflow="visible">{stubs}<line x1="-.7em" x2="-.7em" y2="{down}em"/>'
        '<line x1="-1.6em" x2="-.7em"/><svg x="-1.8em" overflow="visible">{head}</svg>'
        '<rect x="-1.4em" y="{label}em" width="1.4em" height="{tall}em"/>'
        '<text x="-.7em" y="{one}em">{first}</text><text x="-.7em" y="{two}em">{second}</text></svg>',
        y=_em(back.enters),
        stubs=stubs,
        down=_em(back.lowest - back.enters),
        head=LEFT_HEAD,
        label=_em(label),
        tall=LABEL,
        one=_em(label + 1.2),
        two=_em(label + 2.5),
        first=first,
        second=second,
    )


def _em(value: float) -> str:
    return f"{value:.2f}"


def _joined(parts: Iterator[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
