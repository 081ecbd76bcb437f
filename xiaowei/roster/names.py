"""Names of areas as people say them: 下宫村村民委员会 is 下宫村 on a page and in a sheet."""

import re

# the statutory list names the committee, a person names the place; the longest ending comes first
COMMITTEE = re.compile(r"(村民委员会|居民委员会|村委会|居委会)$")


def short_name(name: str) -> str:
    """The name without its committee; a name that is nothing but the ending stays whole."""
    return COMMITTEE.sub("", name) or name


def spellings(name: str) -> tuple[str, ...]:
    """The short names under which somebody who writes `name` may mean a village: 李庄 and 李庄村."""
    short = short_name("".join(name.split()))
    other = short.removesuffix("村") if short.endswith("村") else short + "村"
    return (short, other) if other else (short,)
