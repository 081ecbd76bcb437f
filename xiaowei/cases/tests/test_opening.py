"""A form opens one case, however often it is sent; its photos wait with it; its receipt derives from it."""

import collections
import io

import pytest
from django.db import connection, connections
from PIL import Image

from tests.county import AT, County
from tests.threads import together
from xiaowei.base.refs import new_ref
from xiaowei.base.refusals import Invalid, NotFound, Throttled, TooLarge
from xiaowei.cases import actions, drafts, queries, receipts, sweep, witness
from xiaowei.cases.models import Case, DraftPhoto, Event, FormUse, Photo
from xiaowei.cases.tests import village
from xiaowei.ops.verify import verify
from xiaowei.vault import queries as vault
from xiaowei.vault.models import Blob

SOURCE = "192.0.2.7"


def everything_stored() -> str:
    """Every value of every table of the product, as text."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if not name.startswith("django_")]
        found = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor.fetchall()]
    return "\n".join(found)


def test_the_same_form_answers_the_same(county: County) -> None:
    first = village.ask(county, form_key="a" * 32)
    again = village.ask(county, f"  {village.DOUBT} ", form_key="a" * 32)
    assert (first.again, again.again) == (False, True)
    assert (again.case, again.receipt) == (first.case, first.receipt)
    for other in ({"words": "别的"}, {"kind": "appeal"}, {"village": county.liugou}, {"about": new_ref()}):
        with pytest.raises(actions.OtherContent):
            village.ask(county, form_key="a" * 32, **other)
    assert (Case.objects.count(), Event.objects.count()) == (1, 1)
    assert village.ask(county, form_key="b" * 32).case != first.case


def test_the_same_form_a_year_later_still_finds_its_case(county: County) -> None:
    first = village.ask(county, form_key="a" * 32)
    sweep.ripen_receipts()
    sweep.sweep(at=village.later(days=400))
    again = village.ask(county, form_key="a" * 32, at=village.later(days=400))
    assert (again.case, again.receipt, again.again) == (first.case, first.receipt, True)


def test_a_report_sent_twice_is_one_report(county: County) -> None:
    first = village.ask(county, village.REPORT, form_key="a" * 32)
    assert village.ask(county, village.REPORT, form_key="a" * 32).case == first.case


@pytest.mark.parametrize("words", ["👍", "😡😡😡", "？？？"])
def test_what_nobody_can_read_is_taken_and_goes_to_discipline(county: County, words: str) -> None:
    ref = village.ask(county, words, kind="question").case
    assert village.case(ref).lane == "discipline" and village.listed(county, "head") == []


def test_ten_thousand_characters_are_refused_with_what_to_do(county: County) -> None:
    with pytest.raises(Invalid) as refused:
        village.ask(county, "字" * 10_000)
    assert "10000" in str(refused.value) and "分两次送" in str(refused.value)


@pytest.mark.parametrize("words", ["", "  \n", "字" * 2001])
def test_nothing_and_too_much_are_refused(county: County, words: str) -> None:
    with pytest.raises(Invalid):
        village.ask(county, words)
    ref = village.ask(county, "字" * 2000).case
    with pytest.raises(Invalid):
        actions.add_words(ref, words=words, form_key="b", at=AT)
    assert Case.objects.count() == 1


@pytest.mark.torture
@pytest.mark.django_db(transaction=True)
def test_a_double_tap_in_two_threads_opens_one_case(county: County) -> None:
    results = together(*(lambda: village.ask(county, form_key="a" * 32),) * 4)
    assert {(r.case, r.receipt) for r in results} == {(results[0].case, results[0].receipt)}
    assert (Case.objects.count(), Event.objects.count()) == (1, 1)
    assert sorted(r.again for r in results) == [False, True, True, True]
    case = results[0].case
    adding = together(*(lambda: actions.add_words(case, words="三天前", form_key="more", at=AT),) * 4)
    assert adding == [None] * 4 and Event.objects.filter(move="add").count() == 1
    assert verify([witness]).ok
    connections.close_all()


def test_photos_wait_with_the_form(county: County) -> None:
    form = "a" * 32
    photo = village.picture()
    for _ in range(2):
        drafts.keep_photo(form, photo, media_type="image/jpeg", at=AT)
    with pytest.raises(TooLarge):
        drafts.keep_photo(form, b"\xff\xd8\xff" + b"0" * (20 * 1024 * 1024), media_type="image/jpeg", at=AT)
    with pytest.raises(Invalid):
        drafts.keep_photo(form, b"no picture", media_type="image/jpeg", at=AT)
    drafts.keep_photo(form, village.picture("blue"), media_type="image/jpeg", at=AT)
    assert len(drafts.kept(form)) == 2 and drafts.kept("b" * 32) == ()
    opened = village.ask(county, form_key=form)
    assert village.ask(county, form_key=form).case == opened.case
    (step,) = queries.reporter_view(opened.case, at=AT).steps
    assert len(step.photos) == 2
    shown = vault.read(queries.photo(opened.case, step.photos[0])).data
    with Image.open(io.BytesIO(shown)) as image:
        assert image.format == "JPEG" and not image.getexif()
    originals = {vault.read(p.original).data for p in Photo.objects.all()}
    assert originals == {photo, village.picture("blue")}
    assert all(Blob.objects.get(pk=p.original).sealed for p in Photo.objects.all())
    with pytest.raises(NotFound):
        queries.photo(village.ask(county).case, step.photos[0])
    sweep.forget_drafts(at=village.later(hours=25))
    assert not DraftPhoto.objects.exists() and vault.read(queries.photo(opened.case, step.photos[0])).data == shown


def test_a_photo_alone_may_show_anybody(county: County) -> None:
    drafts.keep_photo("a" * 32, village.picture(), media_type="image/jpeg", at=AT)
    opened = village.ask(county, "", form_key="a" * 32)
    assert village.case(opened.case).lane == "discipline"


def test_photos_of_a_form_never_sent_are_forgotten(county: County) -> None:
    drafts.keep_photo("a" * 32, village.picture(), media_type="image/jpeg", at=AT)
    sweep.forget_drafts(at=village.later(hours=23))
    assert len(drafts.kept("a" * 32)) == 1
    sweep.forget_drafts(at=village.later(hours=25))
    assert drafts.kept("a" * 32) == () and not Blob.objects.exists()


def test_no_more_than_six_photos(county: County) -> None:
    for n in range(drafts.MOST):
        drafts.keep_photo("a" * 32, village.picture(size=(20 + n, 20)), media_type="image/jpeg", at=AT)
    with pytest.raises(Invalid, match="最多 6 张"):
        drafts.keep_photo("a" * 32, village.picture(size=(90, 20)), media_type="image/jpeg", at=AT)
    assert len(drafts.kept("a" * 32)) == 6


def test_codes_are_sixteen_digits_spread_evenly() -> None:
    codes = [receipts.code_for(f"{n:032x}") for n in range(4_000)]
    assert len(set(codes)) == len(codes) and all(len(code) == 16 and code.isdigit() for code in codes)
    assert receipts.code_for(f"{7:032x}") == codes[7]
    for place in (0, 7, 15):
        counts = collections.Counter(code[place] for code in codes)
        squares = sum((counts[d] - 400) ** 2 / 400 for d in "0123456789")
        assert squares < 40  # chi-square, nine degrees of freedom: one in 100,000


def test_nothing_stored_tells_the_code_or_the_form(county: County) -> None:
    form = "3f" * 16
    opened = village.ask(county, form_key=form)
    drafts.keep_photo(form, village.picture(), media_type="image/jpeg", at=AT)
    for _ in range(2):
        stored = everything_stored()
        for secret in (opened.receipt, form, village.DOUBT, str(int(opened.receipt))):
            assert secret not in stored
        assert receipts.find(opened.receipt, source=SOURCE, at=AT) == opened.case
        sweep.ripen_receipts()
    case = village.case(opened.case)
    assert case.receipt_fast is None and case.receipt_slow and FormUse.objects.count() == 1


def test_the_words_cannot_be_guessed_from_a_stolen_database(county: County) -> None:
    import hashlib

    village.ask(county, village.REPORT)
    assert hashlib.sha256(village.REPORT.encode()).hexdigest() not in everything_stored()


def test_a_code_is_found_however_it_is_typed(county: County) -> None:
    opened = village.ask(county)
    code = opened.receipt
    wide = code.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    for typed in (code, f" {code[:4]} {code[4:8]}-{code[8:12]} {code[12:]} ", f"回执号：{code}。", wide):
        assert receipts.find(typed, source=SOURCE, at=AT) == opened.case


def test_every_failure_gets_one_answer_and_is_slowed(county: County) -> None:
    opened = village.ask(county)
    wrong = str((int(opened.receipt) + 1) % 10**16).zfill(16)
    answers = set()
    for n, typed in enumerate((wrong, opened.receipt[:15], opened.receipt + "1", "", "abc", "9" * 5000)):
        with pytest.raises(receipts.UnknownReceipt) as refusal:
            receipts.find(typed, source=f"{SOURCE}{n}", at=AT)
        answers.add((str(refusal.value), refusal.value.status))
    assert len(answers) == 1
    for _ in range(4):
        with pytest.raises(receipts.UnknownReceipt):
            receipts.find("1", source=SOURCE, at=AT)
    with pytest.raises(Throttled):
        receipts.find(opened.receipt, source=SOURCE, at=AT)
    assert receipts.find(opened.receipt, source=SOURCE, at=village.later(seconds=42)) == opened.case
    assert receipts.find(opened.receipt, source="192.0.2.8", at=AT) == opened.case
