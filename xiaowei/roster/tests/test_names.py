"""Names of areas as people say them."""

import pytest

from xiaowei.roster.names import short_name, spellings


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("下宫村村民委员会", "下宫村"),
        ("东街社区居民委员会", "东街社区"),
        ("下宫村村委会", "下宫村"),
        ("青石镇", "青石镇"),
        ("村民委员会", "村民委员会"),
    ],
)
def test_a_place_is_called_without_its_committee(name: str, said: str) -> None:
    assert short_name(name) == said


def test_a_village_is_meant_with_and_without_its_last_word() -> None:
    assert spellings("下宫 村 村委会") == ("下宫村", "下宫")
    assert spellings("李庄") == ("李庄", "李庄村")
    assert spellings("村") == ("村",)
