"""Something happened: from then on it is a duty, due in three working days, met by what is published since."""

import datetime as dt

import pytest

from tests.county import AT, County
from xiaowei.almanac.calendar import Calendar
from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.disclosure import actions, duties, happenings, owing, reminders, reporting, witness
from xiaowei.disclosure.catalogue import catalogue
from xiaowei.disclosure.duties import Shown
from xiaowei.disclosure.models import Happening
from xiaowei.ops.verify import verify

JUNE = dt.date(2023, 6, 1)
DAY = dt.date(2023, 6, 2)  # a Friday
MATTER = "3组机井招标，联系人15400000316"


def note(county: County, by: str = "clerk", **what: object) -> Ref:
    asked = {"item": "CF12", "what": MATTER, "day": DAY, "form_key": new_ref()} | what
    return happenings.note(county.village, asked.pop("item"), by=county[by], at=AT, **asked)  # type: ignore[arg-type]


def test_an_event_is_owed_within_three_working_days(county: County) -> None:
    form = new_ref()
    assert note(county, form_key=form) == note(county, form_key=form)
    found = [one for one in owing.duties_of(county.village, month=JUNE, at=AT) if one.owed.rule == "E"]
    assert [(one.owed.due, one.state) for one in found] == [(dt.date(2023, 6, 7), "due")]  # Monday to Wednesday
    assert reporting.title_of(found[0].owed).startswith("6月2日 3组机井招标") and "154" not in found[0].owed.what
    late = dt.datetime(2023, 6, 9, 9, tzinfo=CHINA)
    assert owing.duty_of(county.village, "CF12", DAY, at=late).state == "missing"
    assert ["CF12", "2023-06-02", "2023-06-07"] in [
        row for one in _reminded(late) if one.stage == "late" and one.village == county.village for row in one.owed
    ]
    said = reporting.Said("机井招标结果一直没公开")
    assert actions.report_missing(county.village, "CF12", DAY, said=said, form_key=new_ref(), at=late).receipt
    assert not [one for one in owing.duties_of(county.liugou, month=JUNE, at=late) if one.owed.rule == "E"]
    assert verify([witness]).ok
    Happening.objects.update(what="改过")
    assert not verify([witness]).ok


def _reminded(at: dt.datetime) -> list[reminders.Reminder]:
    reminders.sweep(at=at)
    return list(reminders.Reminder.objects.all())


def test_who_may_note_what(county: County) -> None:
    for part in ("clerk", "mayor", "agency"):
        note(county, part)
    for part in ("secretary", "head", "supervisor", "baita_clerk", "discipline", "admin"):
        with pytest.raises(NotFound):
            note(county, part)
    with pytest.raises(NotFound):
        note(county, item="CF02")  # owed every month as it is
    for bad in ({"what": " "}, {"what": "长" * 61}, {"day": dt.date(2023, 6, 6)}, {"day": dt.date(2021, 6, 6)}):
        with pytest.raises(Invalid):
            note(county, **bad)


def test_each_event_needs_a_publication_of_its_own() -> None:
    item = catalogue()["CF12"]
    days = [dt.date(2023, 6, 1), dt.date(2023, 6, 5), dt.date(2023, 6, 20)]
    events = [duties.event(item, "招标", day, due=duties.event_due(day, Calendar())) for day in days]
    moments = [dt.datetime(2023, 5, 30, 9, tzinfo=CHINA), dt.datetime(2023, 6, 6, 9, tzinfo=CHINA)]
    moments += [dt.datetime(2023, 6, 7, 9, tzinfo=CHINA)]
    shown = [Shown(new_ref(), DAY, DAY, moment) for moment in moments]
    assert duties.pair(events, shown) == [shown[1], shown[2], None]
    assert duties.event_due(dt.date(2023, 9, 28), Calendar()) == dt.date(
        2023, 10, 9
    )  # past the holiday, the 7th and 8th worked
