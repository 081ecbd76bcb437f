"""`xiaowei trail verify`: whatever is changed by hand is named, and nothing else is."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from xiaowei.base.refs import Ref, new_ref
from xiaowei.ops import verify as verification
from xiaowei.ops.cli import main
from xiaowei.trail import actions, merkle, queries, tree
from xiaowei.trail.canonical import SALT_SIZE, canonical
from xiaowei.trail.models import Entry, Head, Node, Opening
from xiaowei.trail.tests import cast
from xiaowei.trail.tests.support import triggers_down

pytestmark = pytest.mark.django_db
SIZE = 11


class Versions:
    """A room upstairs whose rows live in a dict: what a `witness` module is to the verification."""

    WITNESSED = ("example:version",)

    def __init__(self) -> None:
        self.rows: dict[Ref, dict[str, Any]] = {}

    def facts(self, ref: Ref) -> dict[str, Any] | None:
        return self.rows.get(ref)

    def refs(self) -> Iterator[tuple[str, Ref]]:
        for ref in self.rows:
            yield "example:version:publish", ref


@pytest.fixture
def versions() -> Versions:
    """Eleven recorded publications; six of them lie under the last checkpoint."""
    room = Versions()
    for number in range(SIZE):
        ref = new_ref()
        room.rows[ref] = {"version": number, "digest": f"{number:064x}", "village": "下宫村"}
        assert cast.record(number, ref=ref) == number
        if number == 5:
            actions.sign_checkpoint(cast.MOMENT)
    return room


def bad(room: Versions) -> list[tuple[int | None, str]]:
    return [(fault.index, fault.why) for fault in verification.verify([room]).bad]


def numbers(room: Versions) -> list[int | None]:
    return [index for index, _why in bad(room)]


def test_an_honest_log_is_ok(versions: Versions, capsys: pytest.CaptureFixture[str]) -> None:
    assert verification.verify([versions]).ok
    root = queries.head().root.hex()
    assert verification.verify([]).root == root
    assert main(["trail", "head"]) == 0
    assert capsys.readouterr().out.startswith(f"{SIZE} 条，根 {root}")


def test_an_empty_log_is_ok(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trail", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "size": 0, "root": merkle.EMPTY_ROOT.hex(), "bad": []}
    assert main(["trail", "head"]) == 0
    assert capsys.readouterr().out.startswith("0 条")


def test_the_report_is_for_machines_too(versions: Versions, capsys: pytest.CaptureFixture[str]) -> None:
    with triggers_down():
        Entry.objects.filter(index=4).update(text="{}")
    assert main(["trail", "verify", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert list(report) == ["ok", "size", "root", "bad"]
    assert (report["ok"], report["size"]) == (False, SIZE)
    assert all(set(fault) == {"index", "why"} for fault in report["bad"])
    assert report["bad"][0]["index"] == 4 and report["bad"][0]["why"].startswith("第 4 号：")
    assert main(["trail", "verify"]) == 1
    assert "第 4 号：" in capsys.readouterr().out


@pytest.mark.parametrize(("index", "step"), [(0, 9), (4, 1), (10, 9)])
def test_every_byte_of_an_entry_counts(versions: Versions, index: int, step: int) -> None:
    row = Entry.objects.get(index=index)
    raw = row.text.encode()
    with triggers_down():
        for position in range(0, len(raw), step):
            altered = raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :]
            Entry.objects.filter(index=index).update(text=altered.decode())
            assert numbers_in_trail() == [index], position
        Entry.objects.filter(index=index).update(text=row.text)
        for field in ("leaf", "seal"):
            raw = bytes(getattr(row, field))
            for position in range(0, 32, step):
                altered = raw[:position] + bytes([raw[position] ^ 128]) + raw[position + 1 :]
                Entry.objects.filter(index=index).update(**{field: altered})
                assert index in numbers_in_trail(), (field, position)
            Entry.objects.filter(index=index).update(**{field: raw})
        Entry.objects.filter(index=index).update(ref=new_ref())
        assert numbers_in_trail() == [index]


def test_every_byte_of_an_opening_counts(versions: Versions) -> None:
    index = 7
    row = Opening.objects.get(index=index)
    salt, payload = bytes(row.salt), row.payload.encode()
    for position in range(SALT_SIZE):
        Opening.objects.filter(index=index).update(salt=salt[:position] + b"\xff\xfe" + salt[position + 2 :])
        assert numbers_in_trail() == [index]
    Opening.objects.filter(index=index).update(salt=salt)
    for position in range(len(payload)):
        altered = payload[:position] + bytes([payload[position] ^ 1]) + payload[position + 1 :]
        Opening.objects.filter(index=index).update(payload=altered.decode(errors="replace"))
        assert numbers(versions) == [index]
    Opening.objects.filter(index=index).update(payload=row.payload)
    for field in ("actor", "subject"):
        for value in (new_ref(), None):
            Opening.objects.filter(index=index).update(**{field: value})
            assert numbers(versions) == [index]
        Opening.objects.filter(index=index).update(**{field: getattr(row, field)})
    assert numbers(versions) == []


def forge(index: int) -> None:
    """Another entry with a fitting opening and leaf: all an intruder can compute without our keys."""
    entry, other = Entry.objects.get(index=index), Entry.objects.get(index=(index + 1) % SIZE)
    text = other.text.replace(other.ref, entry.ref)
    Entry.objects.filter(index=index).update(text=text, leaf=merkle.leaf_hash(text.encode()))


def rebuild() -> None:
    """Make the whole tree fit the entries again."""
    Node.objects.all().delete()
    peaks: list[bytes] = []
    size = 0
    for index, text in Entry.objects.order_by("index").values_list("index", "text"):
        finished = merkle.append(peaks, size=index, leaf=merkle.leaf_hash(text.encode()))
        Node.objects.bulk_create(Node(level=level, index=at, hash=hashed) for (level, at), hashed in finished)
        size = index + 1
    Head.objects.update(size=size, root=merkle.fold(peaks), peaks=b"".join(peaks))


@pytest.mark.parametrize("index", range(SIZE))
def test_a_forged_entry_is_named_though_every_hash_fits(versions: Versions, index: int) -> None:
    with triggers_down():
        forge(index)
        assert index in numbers_in_trail()
        rebuild()
    found = numbers_in_trail()
    assert [number for number in found if number is not None] == [index]
    assert (None in found) == (index < 6)  # the signed part contradicts its checkpoint as well


def test_swapped_entries_are_named(versions: Versions) -> None:
    with triggers_down():
        Entry.objects.filter(index=7).update(index=99)
        Entry.objects.filter(index=8).update(index=7)
        Entry.objects.filter(index=99).update(index=8)
        assert [n for n in numbers_in_trail() if n is not None] == [7, 8]
        rebuild()
        assert numbers_in_trail() == [7, 8]


@pytest.mark.parametrize("index", range(SIZE))
def test_a_deleted_entry_is_named(versions: Versions, index: int) -> None:
    ref = Entry.objects.get(index=index).ref
    with triggers_down():
        Entry.objects.filter(index=index).delete()
    found = bad(versions)
    assert any(number == index and "不见了" in why for number, why in found)
    assert any(number is None and ref in why for number, why in found)
    assert {number for number, _why in found} <= {index, None}


def test_a_deleted_run_is_named_once(versions: Versions) -> None:
    with triggers_down():
        Entry.objects.filter(index__in=[2, 3, 4]).delete()
    assert (2, "第 2 至 4 号：这几条不见了。") in bad(versions)


def test_an_inserted_entry_is_named(versions: Versions) -> None:
    text = Entry.objects.get(index=3).text
    with triggers_down():
        leaf = merkle.leaf_hash(text.encode())
        Entry.objects.create(index=SIZE, text=text, leaf=leaf, seal=bytes(32), ref=new_ref())
    assert numbers_in_trail() == [SIZE]
    with triggers_down():
        rebuild()
    assert numbers_in_trail() == [SIZE]


def test_a_truncated_log_is_seen_by_what_was_signed(versions: Versions) -> None:
    with triggers_down():
        Entry.objects.filter(index__gte=4).delete()
        Opening.objects.filter(index__gte=4).delete()
        rebuild()
    found = bad(Versions())
    assert any(number == 4 and "第 4 至 5 号" in why for number, why in found)
    assert any(number is None and "头行只数到 4 条" in why for number, why in found)
    assert len([why for _n, why in bad(versions) if "没有留痕" in why]) == SIZE - 4


def test_openings_and_nodes_by_hand_are_named(versions: Versions) -> None:
    Opening.objects.filter(index=9).delete()
    assert [(n, "没有抹除" in why or "没有" in why) for n, why in bad(versions)] == [(9, True)]
    Opening.objects.create(index=SIZE + 3, salt=bytes(SALT_SIZE), payload="{}")
    assert numbers(versions) == [9, SIZE + 3]
    with triggers_down():
        Node.objects.filter(level=1, index=1).update(hash=bytes(32))
        Node.objects.create(level=1, index=77, hash=bytes(32))
    whys = [why for number, why in bad(versions) if number is None]
    assert any("第 2 至 3 号之上" in why for why in whys) and any("第 77 个" in why for why in whys)
    assert len(whys) == 2


@pytest.mark.parametrize("change", [{"root": bytes(32)}, {"peaks": b""}, {"size": SIZE + 1}, {"size": 5}])
def test_an_altered_head_is_seen(versions: Versions, change: dict[str, Any]) -> None:
    Head.objects.update(**change)
    assert not verification.verify([versions]).ok


def test_an_altered_checkpoint_file_is_seen(versions: Versions, settings: Any) -> None:
    path = settings.XIAOWEI.var / "trail" / "last-signed"
    path.write_text(path.read_text(encoding="utf-8").replace("\n6\n", "\n5\n"), encoding="utf-8")
    assert bad(versions) == [(None, "上次签名的校验点文件被改过，或者不是本系统签的。")]


def alter_row(room: Versions, ref: Ref) -> None:
    room.rows[ref] = room.rows[ref] | {"digest": "0" * 64, "version": True}


def delete_row(room: Versions, ref: Ref) -> None:
    del room.rows[ref]


def insert_row(room: Versions, ref: Ref) -> None:
    room.rows[new_ref()] = room.rows[ref]


@pytest.mark.parametrize(
    ("by_hand", "index", "words"),
    [
        (alter_row, 1, "第 1 号：记录的内容和数据库现在的不一样（字段 digest、version）。"),
        (delete_row, 1, "第 1 号：它所记的那一行在数据库里不见了。"),
        (insert_row, None, "没有留痕"),
    ],
)
def test_a_row_changed_behind_the_trail_is_named(
    versions: Versions, by_hand: Callable[[Versions, Ref], None], index: int | None, words: str
) -> None:
    by_hand(versions, Ref(Entry.objects.get(index=1).ref))
    ((number, why),) = bad(versions)
    assert number == index and words in why
    assert "0000" not in why  # fields are named, values are not


def test_a_batch_of_facts_is_asked_for_at_once(versions: Versions) -> None:
    class Batched(Versions):
        asked = 0

        def facts_of(self, refs: list[Ref]) -> dict[Ref, dict[str, Any]]:
            self.asked += 1
            return {ref: self.rows[ref] for ref in refs if ref in self.rows}

    room = Batched()
    room.rows = versions.rows
    assert bad(room) == [] and room.asked == 1


def test_a_row_that_cannot_be_read_any_more_is_named(versions: Versions) -> None:
    class Sealed(Versions):
        def facts(self, ref: Ref) -> dict[str, Any] | None:
            if self.rows[ref]["version"] == 3:
                raise ValueError("ciphertext altered")
            return self.rows[ref]

        def facts_of(self, refs: list[Ref]) -> dict[Ref, dict[str, Any] | None]:
            return {ref: self.facts(ref) for ref in refs}

    room = Sealed()
    room.rows = versions.rows
    assert bad(room) == [(3, "第 3 号：它所记的那一行读不出来了（ValueError），多半被改过。")]


@pytest.mark.parametrize("text", ["CAST(X'7bff' AS TEXT)", "X'7b7d'", "'[1]'", "'{\"t\":1}'"])
def test_bytes_that_are_no_text_are_named(versions: Versions, text: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL holds no such text")
    with triggers_down(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE trail_entry SET text = {text} WHERE "index" = 3')
        cursor.execute(f'UPDATE trail_opening SET payload = {text} WHERE "index" = 4')
    assert {3, 4} <= set(numbers(versions)) <= {3, 4, None}


def test_what_was_erased_by_the_verb_is_no_fault(versions: Versions) -> None:
    actions.erase(2, by=cast.BOOKKEEPER, at=cast.MOMENT)
    report = verification.verify([versions])
    assert (report.ok, report.size, report.erased) == (True, SIZE + 1, 1)
    actions.sign_checkpoint(cast.MOMENT)
    assert queries.prove(2).state == queries.ProofState.SIGNED


def test_facts_are_compared_as_they_are_spelt(versions: Versions) -> None:
    ref = new_ref()
    facts = {"lines": ("甲", 2), "none": None}
    with transaction.atomic():
        actions.record("example:version:publish", ref, by=None, at=cast.MOMENT, facts=facts)
    versions.rows[ref] = {"lines": ["甲", 2], "none": None}
    assert canonical(facts) == canonical(versions.rows[ref])
    assert bad(versions) == []
    del versions.rows[ref]["none"]
    assert "字段 none" in bad(versions)[0][1]


def test_a_log_longer_than_one_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xiaowei.trail.audit.CHUNK", 4)
    monkeypatch.setattr("xiaowei.trail.queries.CHUNK", 4)
    for number in range(23):
        cast.record(number)
    assert verification.verify([]).ok
    assert merkle.fold(tree.peaks(23)) == queries.head().root
    with triggers_down():
        forge_at = 9
        Entry.objects.filter(index=forge_at).update(text="{}", leaf=merkle.leaf_hash(b"{}"))
    assert numbers_in_trail() == [forge_at]


def numbers_in_trail() -> list[int | None]:
    return [fault.index for fault in verification.verify([]).bad]
