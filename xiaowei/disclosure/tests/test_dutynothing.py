"""本期没有 is a publication too: declared by the clerk, signed by the same hands, read and doubted by everybody."""

import datetime as dt
from typing import Any

import pytest

from tests.county import County
from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.disclosure import actions, declaring, owing, queries, witness
from xiaowei.disclosure.models import Nothing, Version
from xiaowei.disclosure.tests import way
from xiaowei.ops.verify import verify

APRIL = dt.date(2023, 4, 1)
NOW = dt.datetime(2023, 7, 6, 9, tzinfo=CHINA)
WORDS = "本季度没有户申请宅基地，也没有批准的。联系人15400000316"


def declare(county: County, **what: Any) -> Ref:
    asked = {"item": "CW06", "start": APRIL, "statement": WORDS, "form_key": new_ref(), "by": "clerk", "at": NOW} | what
    return declaring.declare(
        county.village,
        asked["item"],
        asked["start"],
        statement=asked["statement"],
        form_key=asked["form_key"],
        by=county[asked["by"]],
        at=asked["at"],
    )


def test_it_goes_the_way_of_every_publication_and_meets_the_duty(county: County) -> None:
    form = new_ref()
    draft = declare(county, form_key=form)
    assert declare(county, form_key=form) == draft and Nothing.objects.count() == 1
    assert owing.duty_of(county.village, "CW06", APRIL, at=NOW).state == "open"  # a draft meets nothing
    way.submit(county, way.version(draft), at=NOW)
    for part in way.SIGNERS:
        way.sign(county, way.version(draft), part, at=NOW)
    duty = owing.duty_of(county.village, "CW06", APRIL, at=NOW)
    assert duty.state == "on_time" and duty.publication
    page = queries.public_page(duty.publication)
    assert page.kind == "nothing" and page.content.statement.startswith("本季度没有户申请")
    assert "154000" not in page.content.statement and b"154000" not in queries.public_json(duty.publication)
    assert page.publication.title == "2023年第二季度 宅基地申请、审批"
    opened = actions.doubt(duty.publication, line=None, words="三组有人盖了房", form_key=new_ref(), at=NOW)
    assert opened.receipt
    with pytest.raises(Invalid, match="已经公开过"):
        declare(county)
    assert verify([witness]).ok
    for changed in ({"item": "CW07"}, {"by": county["supervisor"]}):
        before = Nothing.objects.values(*changed).get()
        Nothing.objects.update(**changed)
        assert not verify([witness]).ok, changed
        Nothing.objects.update(**before)
    assert verify([witness]).ok
    Nothing.objects.update(statement="改过")
    assert not verify([witness]).ok


def test_who_may_declare_what(county: County) -> None:
    for part in ("secretary", "supervisor", "agency", "baita_clerk", "mayor"):
        with pytest.raises(NotFound):
            declare(county, by=part)
    with pytest.raises(Invalid, match="6月30日"):
        declare(county, at=dt.datetime(2023, 6, 30, 23, tzinfo=CHINA))  # the quarter still runs
    for item in ("CF02", "CW02", "CF03", "DW03"):  # accounts, what stands for years, what nobody owes by the calendar
        with pytest.raises(NotFound):
            declare(county, item=item)
    for statement in (" ", "字" * 301):
        with pytest.raises(Invalid, match="为什么"):
            declare(county, statement=statement)
    assert not Version.objects.exists()
