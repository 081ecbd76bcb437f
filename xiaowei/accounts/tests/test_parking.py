"""A session lost in the middle of a form loses nothing that was typed or uploaded; an hour later it is gone."""

import datetime as dt

import pytest
from django.db import connection

from tests.county import AT
from xiaowei.accounts import parking, sweep
from xiaowei.base.refs import new_ref
from xiaowei.base.refusals import NotFound, Throttled
from xiaowei.vault.models import Blob

FIELDS = {"words": ["每小时300元，\n共3小时"], "excuse": ["一", "二"], "empty": [""]}
FILE = parking.ParkedFile("sheet", "5月.xlsx", "application/vnd.ms-excel", bytes(range(256)) * 9)


@pytest.mark.django_db
def test_a_parked_form_comes_back_as_it_was_sent() -> None:
    ref = parking.park("/desk/month/", fields=FIELDS, files=[FILE, FILE], at=AT)
    form = parking.parked(ref, at=AT + dt.timedelta(minutes=59))
    assert (form.path, form.fields, form.files) == ("/desk/month/", FIELDS, (FILE, FILE))
    with pytest.raises(NotFound):
        parking.parked(new_ref(), at=AT)


@pytest.mark.django_db
def test_it_rests_sealed() -> None:
    parking.park("/desk/month/", fields=FIELDS, files=[FILE], at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields FROM accounts_parked")
        assert "300" not in cursor.fetchone()[0]
    assert Blob.objects.get().sealed


@pytest.mark.django_db
def test_after_an_hour_form_and_files_are_gone() -> None:
    old = parking.park("/desk/month/", fields=FIELDS, files=[FILE], at=AT)
    late = AT + dt.timedelta(minutes=30)
    young = parking.park("/desk/month/", fields=FIELDS, files=[FILE], at=late)
    end = AT + parking.KEPT_FOR
    with pytest.raises(NotFound):
        parking.parked(old, at=end)
    assert sweep.sweep(at=end) == 1
    assert parking.parked(young, at=end).files == (FILE,)
    assert Blob.objects.count() == 1


@pytest.mark.django_db
def test_one_source_cannot_take_the_places_of_all() -> None:
    for number in range(parking.MOST_OF_ONE):
        parking.park(f"/desk/{number}/", fields=FIELDS, files=(), source="192.0.2.7", at=AT)
    with pytest.raises(Throttled):
        parking.park("/desk/more/", fields=FIELDS, files=(), source="192.0.2.7", at=AT)
    parking.park("/desk/other/", fields=FIELDS, files=(), source="192.0.2.8", at=AT)
    later = AT + parking.KEPT_FOR + dt.timedelta(seconds=1)
    parking.park("/desk/later/", fields=FIELDS, files=(), source="192.0.2.7", at=later)
    assert not any("192.0.2" in digest for digest in parking._lately)
