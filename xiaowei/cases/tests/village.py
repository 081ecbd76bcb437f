"""What a reporter, the village and the township do with a case, in one word each."""

import datetime as dt
import io
from typing import Any

from PIL import Image

from tests.county import AT, County
from xiaowei.base.refs import Ref, new_ref
from xiaowei.cases import actions, handling, worklist
from xiaowei.cases.models import Case

DOUBT = "挖机3小时要900块，是不是贵了？"
REPORT = "修渠的水泥钱进了韩丙辰的口袋"


def later(**spans: float) -> dt.datetime:
    """So long after the beginning."""
    return AT + dt.timedelta(**spans)


def ask(
    county: County, words: str = DOUBT, *, form_key: str | None = None, at: dt.datetime = AT, **what: Any
) -> actions.Opened:
    """She sends what she wrote."""
    new = actions.NewCase(**{"village": county.village, "kind": "doubt", "words": words, **what})
    return actions.open_case(new, form_key=form_key or new_ref(), at=at)


def case(ref: Ref) -> Case:
    """The case row as it stands now."""
    return Case.objects.get(pk=ref)


def answered(
    county: County, ref: Ref, *, writer: str = "head", second: str = "supervisor", at: dt.datetime = AT
) -> None:
    """One writes the answer, another lets it go."""
    handling.answer(ref, words="每小时300元，发票在第12页", by=county[writer], at=at)
    handling.release_answer(ref, seen=case(ref).version, by=county[second], at=at)


def listed(county: County, part: str, at: dt.datetime = AT) -> list[Ref]:
    """What stands on this person's work list."""
    return [row.ref for row in worklist.work_list(county[part], at=at)]


def picture(colour: str = "red", size: tuple[int, int] = (40, 30)) -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()
