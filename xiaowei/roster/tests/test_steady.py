"""Answers of the roster are remembered only where a load says that nothing changes."""

from xiaowei.roster.steady import remembered, steady

asked: list[str] = []


@remembered
def names(place: str, *, at: int) -> list[str]:
    asked.append(place)
    return [place]


def test_a_request_always_asks_and_a_load_asks_once() -> None:
    asked.clear()
    assert names("下宫村", at=1) == names("下宫村", at=1) == ["下宫村"]
    assert len(asked) == 2
    with steady():
        names("下宫村", at=1).append("somebody else's")
        assert names("下宫村", at=2) == ["下宫村"]
        assert names("上宫村", at=2) == ["上宫村"]
    assert len(asked) == 4
    names("下宫村", at=1)
    assert len(asked) == 5
