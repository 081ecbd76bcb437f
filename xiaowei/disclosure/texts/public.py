"""A text or decision as a part of the canonical public JSON, and as lines that can be doubted."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.disclosure.contents.kind import Kind, Part, Placed, Read
from xiaowei.disclosure.contents.spelling import spelt_day
from xiaowei.disclosure.texts import checks
from xiaowei.disclosure.texts.queries import Block, File, Row, Step, TextFacts, text, texts_of

SHORT = 60  # characters of a paragraph by which a doubt names it


def kind_of(name: str) -> Kind:
    """The functions of `text` or `decision` for the room."""
    return Kind(
        placed=_placed,
        facts=text,
        public=lambda ref: public(text(ref)),
        parts=lambda ref: parts(text(ref)),
        read=_read,
        homes=lambda refs: texts_of(refs, kind=name),
        sums=lambda ref: sums(text(ref)),
    )


def public(facts: TextFacts) -> dict[str, Any]:
    """What everybody may read of it, as plain words; files by the digest of what is shown of them."""
    found: dict[str, Any] = {
        "title": facts.title,
        "period": {"from": facts.period_from.isoformat(), "until": facts.period_until.isoformat()},
        "paragraphs": [block.plain for block in facts.blocks],
        "files": [_file(file) for file in facts.files],
    }
    if facts.listed:
        rows = [list(row.cells) for row in facts.rows]
        found["list"] = {"title": facts.list_title, "columns": list(facts.columns), "rows": rows, "count": facts.listed}
    if facts.kind == "decision":
        found |= {
            "meeting": facts.meeting,
            "steps": [_step(step) for step in facts.steps],
            "carried": facts.carried,
            "result": [block.plain for block in facts.results],
            "result_on": facts.result_on.isoformat() if facts.result_on else None,
        }
    return found


def parts(facts: TextFacts) -> list[Part]:
    """Paragraphs, rows of the list, steps and the result, each by what people call it."""
    return [
        *_paragraphs(_("第 %(n)d 段"), facts.blocks),
        *(_row(row, facts.columns) for row in facts.rows),
        *(_step_part(step) for step in facts.steps),
        *_paragraphs(_("结果第 %(n)d 段"), facts.results),
    ]


def sums(facts: TextFacts) -> tuple[tuple[str, str], ...]:
    """What else a correction may change: pictures, papers, the length of the list, whether it was carried."""
    found = [(_("图片"), sum(file.picture for file in facts.files)), (_("附件"), len(facts.papers))]
    said = [(label, str(number)) for label, number in found if number]
    if facts.listed:
        said.append((_("名单行数"), str(facts.listed)))
    if facts.kind == "decision":
        said.append((_("四议"), _("都达到人数") if facts.carried else _("有没达到人数的")))
    return tuple(said)


def _placed(ref: Ref) -> Placed:
    facts = text(ref)
    return Placed(facts.village, facts.county, facts.item, facts.title, facts.period_from, facts.period_until)


def _read(ref: Ref) -> Read:
    return Read(ref, "", checks.issues_of(ref))


def _paragraphs(words: str, blocks: Iterable[Block]) -> Iterator[Part]:
    for place, block in enumerate(blocks, start=1):
        cells = ((_("内容"), block.plain),)
        yield Part(block.ref, block.number, words % {"n": place}, _short(block.plain), None, None, cells=cells)


def _row(row: Row, columns: Sequence[str]) -> Part:
    cells = tuple((column, cell) for column, cell in zip(columns, row.cells, strict=False) if cell)
    voucher, summary = _("名单第 %(n)d 行") % {"n": row.place}, _short(" ".join(row.cells))
    return Part(row.ref, row.number, voucher, summary, None, None, cells=cells)


def _step_part(step: Step) -> Part:
    words = {"due": _("应到"), "present": _("实到"), "agree": _("同意"), "against": _("反对"), "abstain": _("弃权")}
    cells = [(_("日期"), spelt_day(step.day)), (_("地点"), step.place)]
    cells += [(label, str(getattr(step.counted, name))) for name, label in words.items()]
    cells.append((_("监督意见"), step.opinion))
    shown = tuple((label, value) for label, value in cells if value)
    voucher = _("第 %(n)d 步") % {"n": step.number}
    return Part(step.ref, step.part, voucher, step.name, None, None, step.day, cells=shown, key=step.name)


def _short(words: str) -> str:
    return " ".join(words.split())[:SHORT]


def _file(file: File) -> dict[str, Any]:
    return {"kind": file.kind, "place": file.place, "words": file.words, "name": file.name, "sha256": file.digest}


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "day": step.day.isoformat() if step.day else None,
        "place": step.place,
        **vars(step.counted),
        "quorum": step.verdict.came,
        "carried": step.verdict.carried,
        "supervision": step.opinion,
        "files": [_file(file) for file in step.files],
    }
