"""What of a note or a level the public may read. Words about illness, disability, a child or a sentence: nothing."""

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from xiaowei.base.masking import mask_name, scrub


@cache
def private_words() -> tuple[str, ...]:
    """Words that make a note nobody's business."""
    return tuple(json.loads(files("xiaowei.benefits").joinpath("data/private_words.json").read_text("utf-8")))


def public(text: str, *, names: Iterable[str]) -> str:
    """The text without numbers and with every known name masked; empty when it says what is never public."""
    if any(word in text for word in private_words()):
        return ""
    text = scrub(text)
    for name in sorted(set(names), key=lambda one: (-len(one), one)):
        if len(name) > 1 and name in text:
            text = text.replace(name, mask_name(name))
    return text
