"""Words as people send them: one kind of line break, nothing a database cannot hold; and lists as offices save them."""

import re

_BREAKS = re.compile(r"\r\n?|\u2028|\u2029")
# PostgreSQL refuses NUL, and none of them was typed on purpose
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """The text without surrounding space and control characters, with plain line breaks."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text)).strip()


def decoded(data: bytes) -> str | None:
    """The text of a list that a spreadsheet program saved; None for what is no text."""
    # UTF-8 first: GB18030 accepts nearly anything, so it can only be the second guess
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None
