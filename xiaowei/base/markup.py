"""Markdown as villages write it, to HTML that anybody may read: a few plain elements, no picture, no script.

What is personal is taken out of the text of each run of words before it becomes HTML, so that no number survives by
standing half in bold. The HTML is cleaned once more by a library of its own: neither is trusted alone.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any
from urllib.parse import unquote

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from xiaowei.base.masking import NAME, findings
from xiaowei.base.people import Known, free_text

TABLE_TAGS = frozenset(["table", "thead", "tbody", "tr", "th", "td"])
TAGS = TABLE_TAGS | {"p", "br", "h3", "h4", "h5", "strong", "em", "ul", "ol", "li", "blockquote", "hr", "a"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}  # below those of the page
UNSEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
NOBODY = Known()
POINTS = re.compile("(?:<li>.*?</li>)+")
LOOSE = re.compile(r"[*_~`\\]")  # marks of Markdown that mark nothing: a number stays readable between them
MARKS = re.compile(r"(?m)[*_`\[\]]|^\s*[#>|+-]")
WORDS = frozenset({"text", "text_special", "code_inline"})


@cache
def _markdown() -> MarkdownIt:
    # code is nothing a village publishes, and four spaces before a paragraph are how many begin one
    unused = ["image", "code", "fence", "html_block", "html_inline", "backticks", "autolink", "reference", "lheading"]
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable(unused)


def plain_signs(text: str) -> str:
    """The text without signs nobody sees, its digits written as digits: numbers must not hide behind them."""
    seen = UNSEEN.sub("", text)
    if seen.isascii():
        return seen
    return "".join(str(unicodedata.digit(one)) if _odd_digit(one) else one for one in seen)


def blocks(source: str) -> tuple[str, ...]:
    """The Markdown cut into its paragraphs, headings, lists and tables, each with an address of its own later."""
    lines = source.split("\n")
    top = [token for token in _markdown().parse(source) if token.level == 0 and token.map and token.nesting >= 0]
    cut = ("\n".join(lines[slice(*token.map)]).strip() for token in top if token.map)
    return tuple(one for one in cut if one)


def html(source: str, *, known: Known | None = NOBODY) -> str:
    """Clean HTML with what is personal taken out and known names masked. `known` None: whole, for staff."""
    tokens = _markdown().parse(source)
    for token in tokens:
        if token.tag in HEADINGS:
            token.tag = HEADINGS[token.tag]
        if token.type == "inline" and known is not None:
            _hide(token, known)
    made = _markdown().renderer.render(tokens, _markdown().options, {})
    return _cleaned(made)


def plain(source: str, *, known: Known | None = NOBODY) -> str:
    """The words alone, as `html` shows them, a line for each run."""
    runs = (_words(token) for token in _markdown().parse(source) if token.type == "inline")
    return "\n".join(run if known is None else _public(run, known) for run in runs)


def of_word(cut: Sequence[Mapping[str, Any]], *, known: Known | None = NOBODY) -> str:
    """What a Word file says (as `vault.papers` takes it apart) as clean HTML, with what is personal taken out."""

    def said(text: str) -> str:
        return escape(text if known is None else _public(text, known)).replace("\n", "<br>")

    def row(cells: Sequence[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{said(cell)}</{tag}>" for cell in cells) + "</tr>"

    made: list[str] = []
    for block in cut:
        if block["is"] == "table":
            head, *rest = block["rows"]
            made.append(f"<table><thead>{row(head, 'th')}</thead><tbody>")
            made += [row(cells, "td") for cells in rest] + ["</tbody></table>"]
        else:
            tag = {"heading": "h3", "point": "li"}.get(block["is"], "p")
            made.append(f"<{tag}>{said(block['text'])}</{tag}>")
    return _cleaned(POINTS.sub(r"<ul>\g<0></ul>", "".join(made)))


def of_word_markdown(cut: Sequence[Mapping[str, Any]]) -> str:
    """What a Word file says as Markdown, for going on writing it here."""
    made = []
    for block in cut:
        if block["is"] == "table":
            head, *rest = (_barred(cells) for cells in block["rows"])
            made.append("\n".join([head, "|" + " --- |" * len(block["rows"][0]), *rest]))
        else:
            mark = {"heading": "## ", "point": "- "}.get(block["is"], "")
            made.append(mark + MARKS.sub(r"\\\g<0>", block["text"]))
    text = "\n\n".join(made)
    return re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", text)


def _cleaned(made: str) -> str:
    cleaned = nh3.clean(
        made,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer",
    )
    return cleaned.strip()


def _barred(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("\n", " ").replace("|", "｜") for cell in cells) + " |"


def _hide(token: Token, known: Known) -> None:
    words, links = _words(token), token.children or []
    shown = _public(words, known)
    told = any(findings(unquote(str(one.attrGet("href") or ""))) for one in links)
    if shown != words or told:  # its own marks go with it: a star may stand in the middle of a number
        token.children, token.content = list(_runs(shown)), shown


def _public(words: str, known: Known) -> str:
    bare = LOOSE.sub("", words)
    numbers = any(finding.kind != NAME for finding in findings(bare))
    return free_text(bare if numbers else words, known=known)


def _runs(words: str) -> Iterator[Token]:
    for number, line in enumerate(words.split("\n")):
        if number:
            yield Token("hardbreak", "br", 0)
        yield Token("text", "", 0, content=line)


def _words(token: Token) -> str:
    pieces = (_word(one) for one in token.children or [])
    return "".join(pieces)


def _word(token: Token) -> str:
    if token.type in WORDS:
        return token.content
    return "\n" if token.type in ("softbreak", "hardbreak") else ""


def _odd_digit(one: str) -> bool:
    return not one.isascii() and unicodedata.category(one) == "Nd" and not "０" <= one <= "９"
