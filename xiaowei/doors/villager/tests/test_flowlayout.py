"""The flow diagram: nothing lies on anything else, everything stays inside, and every word is there."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaowei.doors.villager.flowchart import diagram, in_words
from xiaowei.doors.villager.flowlayout import LABEL, LANE, PHONE, WIDE, broken, lay, remarks, width_of
from xiaowei.powers.content import Step

LETTERS = "村委会公示，。（）、“”A1%Wm- 监督委员会必须在七天内张榜公布并报乡镇"
WORDS = st.text(LETTERS, min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(bool)


@st.composite
def flows(draw: st.DrawFn) -> list[Step]:
    steps = []
    for n in range(1, draw(st.integers(1, 12)) + 1):
        back = draw(st.none() | st.integers(1, n - 1)) if n > 1 else None
        days = draw(st.none() | st.integers(1, 3650))
        publish, when = draw(st.booleans()), draw(st.just("") | WORDS) if back else ""
        steps.append(Step(n, draw(WORDS), draw(WORDS), days, publish, back, when))
    return steps


@settings(deadline=None)
@given(flows(), st.sampled_from([PHONE, WIDE]))
def test_nothing_overlaps_and_everything_is_inside(steps: list[Step], width: float) -> None:
    layout = lay(steps, width=width)
    assert layout.edge == width - (LANE if any(step.back for step in steps) else 0)
    assert layout.boxes[0].top == 0 and layout.boxes[-1].bottom == layout.height
    for box in layout.boxes:
        baselines = [text.y for text in box.texts]
        assert baselines == sorted(baselines)
        assert all(lower - upper >= 1.2 for upper, lower in itertools.pairwise(baselines))
        assert all(text.x > 0 and text.until <= layout.edge - 0.3 for text in box.texts)
        assert min(baselines) - 1 >= 0 and max(baselines) + 0.3 <= box.height
    for (upper, lower), (start, end) in zip(itertools.pairwise(layout.boxes), layout.arrows, strict=True):
        assert upper.bottom < start < end < lower.top


@settings(deadline=None)
@given(flows(), st.sampled_from([PHONE, WIDE]))
def test_returns_lie_in_their_lane_one_below_the_other(steps: list[Step], width: float) -> None:
    layout = lay(steps, width=width)
    free = 0.0
    for back in layout.returns:
        assert free <= back.enters < back.label < back.label + LABEL < min(back.leaves)
        assert back.lowest <= layout.height
        free = back.lowest
    wanted = {step.back for step in steps if step.back}
    assert {back.to for back in layout.returns} <= wanted
    assert bool(layout.returns) == bool(wanted)  # the first is always drawn


@settings(deadline=None)
@given(WORDS, st.sampled_from([7.15, 9.05, 11.2, 24.4]))
def test_breaking_loses_no_word_and_fits(words: str, limit: float) -> None:
    lines = broken(words, limit)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(width_of(line) <= limit + 1e-9 for line in lines)


@settings(deadline=None)
@given(flows())
def test_a_reader_hears_every_step(steps: list[Step]) -> None:
    said = in_words(steps)
    assert all(step.actor in said and step.action in said for step in steps)
    assert all(words in said for step in steps for words in remarks(step))


def test_a_drawing_holds_no_style_and_tells_itself() -> None:
    steps = [
        Step(1, "经手人", "票据注明用途并签字"),
        Step(2, "民主理财小组（监委会）", "集体审核<盖章>", back=1, back_when="不合规的"),
        Step(3, "村委会", "每月公示收支", days=7, publish=True),
    ]
    drawn = diagram(steps, title="财务收支审批")
    assert "style=" not in drawn and "&lt;盖章&gt;" in drawn
    assert drawn.count('role="img"') == 2 and len(set(re.findall(r'id="([^"]+)"', drawn))) == 4
    assert "第 2 步，民主理财小组（监委会）：集体审核&lt;盖章&gt;，不合规的，退回第 1 步" in drawn
    assert drawn.count('class="pub"') == 2 and "必须公开，7 天" in drawn
    assert diagram([], title="空") == ""


@pytest.mark.parametrize(
    ("words", "limit", "lines"),
    [
        ("审批签字", 9, ["审批签字"]),
        ("公告决议和实施结果公", 9, ["公告决议和", "实施结果公"]),  # not nine and one
        ("审核，公示。", 3, ["审核，", "公示。"]),
        ("公示 GB/T 41371-2022", 9, ["公示 GB/T", "41371-2022"]),
    ],
)
def test_lines_are_about_equally_long(words: str, limit: float, lines: list[str]) -> None:
    assert broken(words, limit) == lines
