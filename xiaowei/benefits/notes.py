"""What of a note or a level the public may read. Words about illness, disability, a child or a sentence: nothing."""

import json
from collections.abc import Collection, Iterable
from functools import cache
from importlib.resources import files

from xiaowei.base.masking import mask_name, scrub


@cache
def private_words() -> tuple[str, ...]:
    """Words that make a note nobody's business."""
    return tuple(json.loads(files("xiaowei.benefits").joinpath("data/private_words.json").read_text("utf-8")))


class Known:
    """Names that are masked wherever a note says them; asked by the note's own words, for there may be thousands."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: Collection[str] = {name for name in names if len(name) > 1}
        self._lengths = sorted({len(name) for name in self._names}, reverse=True)

    def masked(self, text: str) -> str:
        """The text with every one of the names masked, longer ones first."""
        for length in self._lengths:
            said = {text[at : at + length] for at in range(len(text) - length + 1)}
            for name in sorted(said.intersection(self._names)):
                text = text.replace(name, mask_name(name))
        return text


def public(text: str, *, names: Iterable[str] | Known) -> str:
    """The text without numbers and with every known name masked; empty when it says what is never public."""
    if not text or any(word in text for word in private_words()):
        return ""
    return (names if isinstance(names, Known) else Known(names)).masked(scrub(text))
