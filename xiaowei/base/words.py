"""Words as people send them: one kind of line break, nothing a database cannot hold."""

import re

_BREAKS = re.compile(r"\r\n?|\u2028|\u2029")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)  # PostgreSQL refuses NUL, and none of them was typed on purpose


def clean(text: str) -> str:
    """The text without surrounding space and control characters, with plain line breaks."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text)).strip()
