"""撤回: asked by the village, decided by the township, leaving a tombstone; nothing disappears without a word."""

import pytest

from tests.county import AT, appoint
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.courier.models import Outbox
from xiaowei.disclosure import abouts, actions, digest, lines, queries, withdrawal, withdrawals, witness
from xiaowei.disclosure.differences import public_difference
from xiaowei.disclosure.items import item
from xiaowei.disclosure.models import Digest, Publication, Version, WithdrawalAnswer
from xiaowei.disclosure.tests import tables as made
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.tables import ASSET_ROWS
from xiaowei.disclosure.tests.township import Township
from xiaowei.finance import witness as finance_witness
from xiaowei.ops.verify import verify
from xiaowei.roster import actions as roster
from xiaowei.roster import witness as roster_witness

WITNESSES = [witness, finance_witness, roster_witness]
WHY = "备注里写了别人家的病情"


@pytest.fixture
def town(db: None) -> Township:
    town = township.build(households=False)
    for part, code in (("leader", "990101100"), ("baita_leader", "990101101")):
        person = roster.add_person({"leader": "孙丙子", "baita_leader": "李丁丑"}[part], by=None, at=AT)
        appoint(person, "township_leader", code)
        town.people[part] = person  # type: ignore[index]
    return town


def version_of(publication: Ref) -> Ref:
    row = Publication.objects.get(pk=publication)
    return Ref(row.versions.get(number=row.published_number).ref)


def ask(town: Township, publication: Ref, *, by: str = "clerk", ground: str = "privacy", reason: str = WHY) -> Ref:
    return withdrawal.ask_withdrawal(version_of(publication), reason=reason, ground=ground, by=town[by], at=AT)


def test_the_whole_way(town: Township) -> None:
    publication = made.publish(town)
    line = next(iter(item(publication).lines))
    opened = actions.doubt(publication, line=line, words="净值怎么算的？", form_key="f" * 32, at=AT)
    before = queries.revision(town.village)
    asked = ask(town, publication, by="secretary")
    assert [one.ref for one in withdrawals.to_decide(town["leader"], at=AT)] == [asked]
    assert withdrawals.to_decide(town["baita_leader"], at=AT) == ()
    assert queries.public_page(publication).number == 1  # until the township says yes, it stands
    for part in ("baita_leader", "clerk", "secretary", "supervisor", "agency", "office"):
        with pytest.raises(NotFound):
            withdrawal.approve_withdrawal(asked, by=town[part], at=AT)
    withdrawal.approve_withdrawal(asked, by=town["leader"], at=AT)
    with pytest.raises(queries.Withdrawn) as gone:
        queries.public_page(publication)
    stone = gone.value.stone
    assert (stone.reason, stone.ground) == (WHY, "公开了不该公开的个人信息")
    assert "陶乙丑" in stone.asked_by and "孙丙子" in stone.agreed_by
    with pytest.raises(queries.Withdrawn):
        queries.public_json(publication)
    with pytest.raises(NotFound):
        lines.line_page(publication, line)
    assert queries.publication(publication).withdrawn_at == AT and abouts.parts_of(publication) == ()
    assert queries.revision(town.village) == before + 1
    assert opened.case and actions.doubt(publication, line=None, words="为什么撤？", form_key="g" * 32, at=AT).case
    told = set(Outbox.objects.filter(kind="disclosure.withdrawn").values_list("person", flat=True))
    assert {town["clerk"], town["secretary"], town["supervisor"], town["agency"]} == told
    assert verify(WITNESSES).ok
    Publication.objects.filter(pk=publication).update(withdrawn_at=None)
    assert not verify(WITNESSES).ok


def test_who_may_ask_and_for_what(town: Township) -> None:
    publication = made.publish(town)
    for part in ("supervisor", "agency", "neighbour", "leader", "office"):
        with pytest.raises(NotFound):
            ask(town, publication, by=part)
    for how in ({"ground": "shame"}, {"reason": " 错 "}, {"reason": "请打 15400000001 问"}):
        with pytest.raises(Invalid):
            ask(town, publication, **how)
    asked = ask(town, publication)
    with pytest.raises(withdrawal.Asked):
        ask(town, publication, by="secretary")
    with pytest.raises(Invalid):
        withdrawal.refuse_withdrawal(asked, words=" ", by=town["leader"], at=AT)
    withdrawal.refuse_withdrawal(asked, words="遮住那一格，发更正即可", by=town["leader"], at=AT)
    for verb in (withdrawal.approve_withdrawal,):
        with pytest.raises(withdrawal.Decided):
            verb(asked, by=town["leader"], at=AT)
    assert queries.public_page(publication).number == 1 and withdrawals.may_ask(
        town["clerk"], version_of(publication), at=AT
    )
    [one] = withdrawals.of_version(version_of(publication))
    assert (one.state, one.words) == ("refused", "遮住那一格，发更正即可")
    assert ask(town, publication) and verify(WITNESSES).ok
    WithdrawalAnswer.objects.update(words="x")
    assert not verify(WITNESSES).ok


def test_a_correction_stands_where_the_old_one_was_taken_back(town: Township) -> None:
    publication = made.publish(town)
    old = version_of(publication)
    withdrawal.approve_withdrawal(ask(town, publication), by=town["leader"], at=AT)
    rows = [list(row) for row in ASSET_ROWS]
    rows[1][-1] = ""
    made.publish(town, rows=rows, reason="去掉备注")
    page = queries.public_page(publication)
    assert page.number == 2 and [v.withdrawn for v in page.versions] == [False, True]
    assert queries.publication(publication).withdrawn_at is None
    assert public_difference(publication, number=2) is None  # what was taken back is not read by its difference
    with pytest.raises(queries.Withdrawn):
        queries.public_page(publication, number=1)
    assert Version.objects.get(pk=old).state == "withdrawn" and verify(WITNESSES).ok


def test_the_group_is_told(town: Township) -> None:
    publication = made.publish(town)
    month = AT.date().replace(day=1)
    first = digest.make(town.village, month, by=town["clerk"], at=AT)
    withdrawal.approve_withdrawal(ask(town, publication), by=town["leader"], at=AT)
    second = digest.make(town.village, month, by=town["clerk"], at=AT)
    assert first != second
    text = Digest.objects.get(pk=second).text
    assert "已撤回 1 项：2023年第一季度 固定资产" in text and "已公开" not in text
