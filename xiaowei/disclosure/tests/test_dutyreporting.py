"""A villager reports what should have been published: evidence from the calendar, past the village's clerk."""

import datetime as dt

import pytest

from tests.county import AT, OF_THE_VILLAGE, County
from xiaowei.base.clock import CHINA
from xiaowei.base.refs import new_ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases import access as cases
from xiaowei.cases.access import Eyes
from xiaowei.cases.models import Case
from xiaowei.courier.models import Outbox
from xiaowei.disclosure import actions, reporting
from xiaowei.disclosure.reporting import NotYet, Published, Said
from xiaowei.disclosure.tests import way

APRIL, MAY = dt.date(2023, 4, 1), dt.date(2023, 5, 1)
LATE = dt.datetime(2023, 8, 4, 10, tzinfo=CHINA)
WORDS = Said("二季度的宅基地审批一直没看到，请公开。")


def test_what_is_late_opens_a_case_with_the_evidence(county: County) -> None:
    form = new_ref()
    opened = actions.report_missing(county.village, "CW06", APRIL, said=WORDS, form_key=form, at=LATE)
    again = actions.report_missing(county.village, "CW06", APRIL, said=WORDS, form_key=form, at=LATE)
    assert again.case == opened.case and again.receipt == opened.receipt and again.again
    case = Case.objects.get(pk=opened.case)
    assert case.title == "2023年第二季度 宅基地申请、审批：应在2023年7月20日前公开，已晚15天"
    assert (case.kind, case.about_kind, case.lane) == ("complaint", "duty", "discipline")
    assert case.desk == county.township
    seeing = {p for p, ref in county.people.items() if cases.cases_for(Eyes(ref, at=LATE)).filter(pk=case.pk).exists()}
    assert not seeing & set(OF_THE_VILLAGE) and {"discipline_head", "discipline"} <= seeing
    told = set(Outbox.objects.filter(about=case.ref).values_list("person", flat=True))
    assert told and not told & {county[part] for part in OF_THE_VILLAGE}
    second = actions.report_missing(county.village, "CW06", APRIL, said=WORDS, form_key=new_ref(), at=LATE)
    other = Case.objects.get(pk=second.case)
    assert other.pk != case.pk and other.about == case.about  # each has her own, found together
    assert actions.report_missing(county.liugou, "CW06", APRIL, said=WORDS, form_key=new_ref(), at=LATE)
    assert Case.objects.exclude(village=county.village).get().about != case.about


def test_what_is_not_due_yet_or_public_opens_none(county: County) -> None:
    with pytest.raises(NotYet, match="7月20日"):
        actions.report_missing(
            county.village, "CW06", APRIL, said=WORDS, form_key=new_ref(), at=LATE.replace(month=7, day=20)
        )
    way.published(county)
    with pytest.raises(Published):
        actions.report_missing(county.village, "CF02", MAY, said=WORDS, form_key=new_ref(), at=LATE)
    with pytest.raises(NotFound):
        actions.report_missing(county.village, "DW03", MAY, said=WORDS, form_key=new_ref(), at=LATE)
    assert not Case.objects.exists()


def test_a_retry_answers_the_same_after_it_was_published(county: County) -> None:
    form, late = new_ref(), dt.datetime(2023, 6, 12, 10, tzinfo=CHINA)
    opened = actions.report_missing(county.village, "CF02", MAY, said=WORDS, form_key=form, at=late)
    way.published(county, at=AT + dt.timedelta(days=8))
    again = actions.report_missing(county.village, "CF02", MAY, said=WORDS, form_key=form, at=LATE)
    assert (again.case, again.receipt) == (opened.case, opened.receipt)


def test_where_the_roster_has_no_such_body_the_case_is_about_nobody(county: County) -> None:
    duty = reporting.owing.duty_of(county.liugou, "CF11", MAY, at=LATE)
    assert [target.kind for target in reporting.responsible(duty, at=LATE)] == ["body"]  # another body of the village
