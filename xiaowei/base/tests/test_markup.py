"""Markdown to HTML: nothing that runs, no number of anybody, whatever stands around it."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base import markup
from xiaowei.base.masking import findings
from xiaowei.base.people import Known

ALLOWED = re.compile(rf"</?(?:{'|'.join(sorted(markup.TAGS))})(?: (?:href|rel|start)=\"[^\"]*\")*>")


@given(st.text(alphabet="<>\"'&[]()!*_`#|-:\n js/赵甲子1380scriptonload=", max_size=80))
def test_only_a_few_plain_elements_come_out(source: str) -> None:
    html = markup.html(source)
    assert "<" not in ALLOWED.sub("", html)
    assert "javascript:" not in re.sub(r">[^<]*<", "><", html)


@given(
    st.sampled_from(["13800001234", "990101199003070328", "9999991234567890123", "0595-1234567"]),
    st.lists(st.tuples(st.integers(0, 18), st.sampled_from(["**", "*", "​", "⁠", "_"])), max_size=4),
    st.sampled_from(["", "# ", "- ", "> ", "1. "]),
)
def test_no_number_survives_marks_and_signs_nobody_sees(number: str, marks: list[tuple[int, str]], before: str) -> None:
    said = number
    for place, mark in marks:
        said = said[:place] + mark + said[place:]
    html = markup.html(markup.plain_signs(f"{before}找我：{said}。"))
    shown = unescape(re.sub(r"<[^>]*>", "", html))
    assert number not in re.sub(r"[\s*_]", "", shown)
    assert not [one for one in findings(shown) if one.kind != "name"]


@pytest.mark.parametrize("digits", ["𝟏𝟑𝟖𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒", "١٣٨٠٠٠٠١٢٣٤", "１３８００００１２３４"])
def test_digits_of_other_scripts_are_digits(digits: str) -> None:
    assert findings(markup.plain_signs(digits))


def test_links_lead_out_only_without_a_number_in_them() -> None:
    assert 'href="https://a.example/x"' in markup.html("[看](https://a.example/x)")
    for bad in ("tel:13800001234", "javascript:alert(1)", "data:text/html,x", "https://a.example/?p=138%200000%201234"):
        assert "href" not in markup.html(f"[看]({bad})"), bad


def test_a_known_name_is_masked_wherever_it_stands() -> None:
    known = Known(frozenset({"赵甲子"}))
    html = markup.html("# 关于赵甲子\n\n赵**甲**子和 | 赵甲子", known=known)
    assert "赵甲子" not in re.sub(r"<[^>]*>", "", html) and "赵*" in html


def test_a_word_file_becomes_markdown_that_reads_the_same() -> None:
    cut = [
        {"is": "heading", "text": "通知"},
        {"is": "text", "text": "一*二_三 <b>\n- 不是一点"},
        {"is": "point", "text": "甲"},
        {"is": "point", "text": "乙"},
        {"is": "table", "rows": [["事项", "金额|元"], ["路灯", "900"]]},
    ]
    source = markup.of_word_markdown(cut)
    html = markup.html(source, known=None)
    assert markup.blocks(source)[0] == "## 通知" and "一*二_三 &lt;b&gt;" in html
    assert html.count("<li>") == 2 and "<td>路灯</td>" in html
    assert "<td>路灯</td>" in markup.of_word(cut) and "<ul><li>甲</li><li>乙</li></ul>" in markup.of_word(cut)
