"""A page with holes: rendered once, filled many times.

For the one answer that a whole village may wait for in the same minute, the receipt. The page is rendered with marks
where values belong; afterwards only the values are put in, escaped.
"""

import re
from collections.abc import Callable, Hashable, Sequence

from django.utils.html import escape

MOST = 2000  # pages kept
OPEN, SHUT = "\ue000", "\ue001"  # private use: no text that people write holds them
HOLE = re.compile(f"{OPEN}(\\d+){SHUT}")

_kept: dict[Hashable, list[str]] = {}


def fill(key: Hashable, render: Callable[[Sequence[str]], str], values: Sequence[str]) -> str:
    """The page of this key with these values in its holes.

    `render` gets as many marks as there are values and is called once per key, so whatever else it shows must
    follow from the key.
    """
    parts = _kept.get(key)
    if parts is None:
        parts = HOLE.split(render([f"{OPEN}{number}{SHUT}" for number in range(len(values))]))
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = parts
    return "".join(escape(values[int(part)]) if place % 2 else part for place, part in enumerate(parts))
