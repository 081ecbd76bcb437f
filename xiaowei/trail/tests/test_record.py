"""Recording: gapless, inside the verb's transaction, telling nothing, and never changed again."""

import hashlib
import json
import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from xiaowei.base.refs import new_ref
from xiaowei.base.refusals import NotFound
from xiaowei.trail import actions, merkle, queries
from xiaowei.trail.canonical import canonical
from xiaowei.trail.models import Entry, Head, Node, Opening
from xiaowei.trail.tests import cast

pytestmark = pytest.mark.django_db


def test_an_entry_tells_neither_who_nor_what() -> None:
    ref = new_ref()
    index = cast.record(5, ref=ref)
    entry = queries.entry(index)
    values = json.loads(entry.text)
    assert set(values) == {"v", "t", "type", "ref", "actor", "subject", "rule", "commit"}
    assert values | {"actor": 0, "subject": 0, "commit": 0} == {
        "v": 1,
        "t": "2023-06-01T10:15:30+08:00",
        "type": "example:version:publish",
        "ref": ref,
        "actor": 0,
        "subject": 0,
        "rule": "2026.1",
        "commit": 0,
    }
    for secret in (cast.BOOKKEEPER, cast.REPORTER, "下宫村"):
        assert secret not in entry.text
    assert entry.leaf == hashlib.sha256(b"\x00" + entry.text.encode()).digest()
    assert len(entry.text.encode()) <= 1024


def test_the_same_deed_twice_looks_different() -> None:
    first, second = (json.loads(queries.entry(cast.record(1)).text) for _ in range(2))
    assert all(first[key] != second[key] for key in ("actor", "subject", "commit"))


def test_the_numbers_have_no_gap_and_rows_find_their_entry() -> None:
    refs = [new_ref() for _ in range(9)]
    assert [cast.record(n, ref=ref) for n, ref in enumerate(refs)] == list(range(9))
    assert cast.record(9, ref=refs[3]) == 9
    assert queries.index_of(refs[3]) == 3
    assert queries.index_of(new_ref()) is None
    assert queries.indexes_of(refs[:2]) == {refs[0]: 0, refs[1]: 1}
    leaves = [bytes(leaf) for leaf in Entry.objects.order_by("index").values_list("leaf", flat=True)]
    peaks: list[bytes] = []
    for index, leaf in enumerate(leaves):
        merkle.append(peaks, size=index, leaf=leaf)
    assert queries.head() == queries.Head(size=10, root=merkle.fold(peaks))
    assert Node.objects.count() == 10 - bin(10).count("1")


def test_openings_are_read_back_in_order() -> None:
    cast.record(1)
    cast.record(2)
    first, second = queries.openings()
    assert (first.index, first.did) == (0, "example:version:publish")
    assert second.payload == canonical({"version": 2, "digest": f"{2:064x}", "village": "下宫村"})
    assert [opening.index for opening in queries.openings(start=1)] == [1]


def test_what_is_refused_leaves_nothing() -> None:
    good = {"by": None, "at": cast.MOMENT, "facts": {}}
    for did, ref, change in [
        ("published", new_ref(), {}),
        ("example:version:publish", "赵甲子", {}),
        ("example:version:publish", new_ref(), {"at": cast.MOMENT.replace(tzinfo=None)}),
        ("example:version:publish", new_ref(), {"by": "13800000000"}),
    ]:
        with pytest.raises(ValueError):
            actions.record(did, ref, **(good | change))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        actions.record("finance:voucher:post", new_ref(), by=None, at=cast.MOMENT, facts={"yuan": 0.1})  # type: ignore[dict-item]
    assert queries.head().size == 0


def test_a_verb_that_fails_leaves_no_entry() -> None:
    cast.record(1)
    before = queries.head()
    with pytest.raises(RuntimeError), transaction.atomic():
        cast.record(2)
        raise RuntimeError("the verb went wrong after recording")
    assert queries.head() == before
    assert (Entry.objects.count(), Opening.objects.count()) == (1, 1)
    assert cast.record(3) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_entry SET text = 'x'",
        "DELETE FROM trail_entry",
        "UPDATE trail_node SET level = 2",
        "DELETE FROM trail_node",
        "INSERT OR REPLACE INTO trail_entry (\"index\", text, leaf, seal, ref) VALUES (0, '', '', '', '')",
        "TRUNCATE trail_entry",
    ],
)
def test_the_database_refuses_to_change_the_past(statement: str) -> None:
    if statement.startswith(("TRUNCATE", "INSERT")) and statement.startswith("TRUNCATE") != (
        connection.vendor == "postgresql"
    ):
        pytest.skip("not said in this database's tongue")
    cast.record(1)
    cast.record(2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 2


def test_one_number_is_given_once() -> None:
    cast.record(1)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Entry.objects.create(index=0, text="{}", leaf=bytes(32), seal=bytes(32), ref=new_ref())


def test_erasing_forgets_the_content_and_is_recorded() -> None:
    index = cast.record(1)
    erased = actions.erase(index, by=cast.BOOKKEEPER, at=cast.MOMENT)
    assert next(queries.openings()).payload is None
    assert not Opening.objects.filter(actor=cast.BOOKKEEPER, index=index).exists()
    assert queries.entry(erased).did == "trail:opening:erase"
    assert queries.entry(erased).ref == queries.entry(index).ref
    for gone in (index, 99):
        with pytest.raises(NotFound):
            actions.erase(gone, by=None, at=cast.MOMENT)


def test_a_head_that_was_deleted_is_not_begun_anew() -> None:
    cast.record(1)
    Head.objects.all().delete()
    with pytest.raises(RuntimeError):
        cast.record(2)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(TransactionManagementError):
        cast.record(1)
    assert queries.head().size == 0


@pytest.mark.torture
@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_no_gap() -> None:
    """Four clerks record 25 times each; every fifth verb fails after recording."""
    failures: list[BaseException] = []
    start = threading.Barrier(4)

    def clerk(number: int) -> None:
        try:
            start.wait()
            for turn in range(25):
                _try_once(number * 100 + turn, fails=turn % 5 == 4)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    clerks = [threading.Thread(target=clerk, args=(number,)) for number in range(4)]
    for thread in clerks:
        thread.start()
    for thread in clerks:
        thread.join()
    assert failures == []
    assert list(Entry.objects.order_by("index").values_list("index", flat=True)) == list(range(80))
    assert queries.head().size == 80 == Opening.objects.count()
    assert actions.sign_checkpoint(cast.MOMENT).size == 80


def _try_once(number: int, *, fails: bool) -> None:
    try:
        with transaction.atomic():
            cast.record(number)
            if fails:
                raise ZeroDivisionError
    except ZeroDivisionError:
        pass
