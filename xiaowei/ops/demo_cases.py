"""What people of 下宫村 have asked in the sample county: a doubt that was answered, a lamp, a report about a cadre.

Each comes with a form key of its own, so a second load finds the same case and leaves it as it stands. The receipt
codes derive from these keys and the installation's own: nobody can read them off this file.
"""

import contextlib
import datetime as dt

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.cases import actions as cases
from xiaowei.cases import handling, queries, receipts, vocab, worklist
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import queries as published
from xiaowei.finance.queries import LedgerFacts
from xiaowei.ops.demo_story import first, place
from xiaowei.roster import queries as roster

DOUBT, LAMP, REPORT = "sample doubt", "sample lamp", "sample report"  # keys of the forms
DOUBTED = "垃圾清运"
ASKED = "4月的垃圾清运费1,450元，一共清运了几车，每车多少钱？"
ANSWERED = "4月共清运29车，每车50元，合计1,450元。清运单贴在公开栏，随时可以来看。"
DARK = "村东头第三盏路灯不亮了，晚上走路看不清，希望早点修好。"
TAKEN_ON = "收到了，电工这两天去看，修好后在这里告诉您。"
REPORTED = "去年春季植树的活没有开会商量，就交给了熟人家做，用工天数也记多了。"


def load(at: dt.datetime) -> None:
    """Open and move on what was never opened here."""
    village = place()
    if village is None:
        return
    for step in (_doubt, _lamp, _report):
        # where posts are vacant, or somebody went on with the case by hand, it stays as it is
        with contextlib.suppress(Refusal):
            step(village.ref, at)


def receipt() -> dict[str, str]:
    """The receipt of the answered doubt, and where to type it."""
    return {"code": receipts.code_for(DOUBT), "url": "/case/"}


def _doubt(village: Ref, at: dt.datetime) -> None:
    publication, line = _line(village)
    case = disclosure.doubt(publication, line=line, words=ASKED, form_key=DOUBT, at=at).case
    head, eyes = first(vocab.ANSWER, village, at=at), first(vocab.RELEASE_ANSWER, village, at=at)
    # from where it stands: a load may have been interrupted
    if _state(case, at) == "received":
        handling.answer(case, words=ANSWERED, by=head, at=at)
    if _state(case, at) == "answer_review":
        seen = worklist.staff_view(eyes, case, at=at).version
        handling.release_answer(case, seen=seen, by=eyes, at=at)
    if _state(case, at) == "to_rate":
        cases.rate(case, grade=1, at=at)


def _lamp(village: Ref, at: dt.datetime) -> None:
    opened = cases.open_case(cases.NewCase(village, "appeal", DARK), form_key=LAMP, at=at)
    if _state(opened.case, at) == "received":
        handling.accept(opened.case, words=TAKEN_ON, by=first(vocab.ANSWER, village, at=at), at=at)


def _report(village: Ref, at: dt.datetime) -> None:
    head = next((one.person for one in roster.officers_of(village, at=at) if one.role == "village_head"), None)
    if head is not None:
        new = cases.NewCase(village, "report", REPORTED, targets=(cases.Target("person", head),))
        cases.open_case(new, form_key=REPORT, at=at)


def _line(village: Ref) -> tuple[Ref, Ref]:
    """The oldest published accounts with the line that is doubted."""
    for one in reversed(published.published_in(village, section="assets")):
        content = published.public_page(one.ref, number=1).content
        lines = content.lines if isinstance(content, LedgerFacts) else ()
        for line in lines:
            if DOUBTED in line.summary:
                return one.ref, line.ref
    raise NotFound()


def _state(case: Ref, at: dt.datetime) -> str:
    return queries.reporter_view(case, at=at).state
