"""我要反映 in three submits: what it is, what happened and about whom, who will read it; nothing typed is lost."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from xiaowei.base.refs import Ref
from xiaowei.cases.models import Case, Identity, Target
from xiaowei.cases.recusal import bound_by
from xiaowei.doors.villager.kinds import KINDS
from xiaowei.doors.villager.tests.test_me import ROWS, joined
from xiaowei.doors.villager.tests.village import AT, Village, photo
from xiaowei.doors.villager.tests.walk import Form, boxes, opened, receipt, report, send, step, upload
from xiaowei.powers import actions as powers
from xiaowei.powers import queries as power_lists
from xiaowei.powers.tests.lists import read
from xiaowei.roster import actions as roster
from xiaowei.roster.vocab import BodyKind

pytestmark = pytest.mark.django_db

WORDS = "老井旁边的下水道堵了两个月没人管"


@pytest.fixture
def path(village: Village) -> str:
    return f"/ask/{village.ref}/"


def text(page: Any) -> str:
    content: str = page.content.decode()
    return content


def seat(village: Village, role: str, name: str, area: str, kind: BodyKind) -> Ref:
    return village._appoint(role, name, area, kind)


def test_from_home_it_is_three_submits_and_leaving_is_one_tap_on_each(client: Client, village: Village) -> None:
    path = f"/ask/{village.ref}/"
    assert f'href="{path}"' in text(client.get(f"/v/{village.ref}/"))
    pages = [client.get(path)]
    for typed in ({"kind": "appeal"}, {"words": WORDS}, {"mode": ""}):
        pages.append(send(client, path, pages[-1], **typed))
    assert [step(page) for page in pages] == ["kind", "words", "who", ""]
    assert all("马上离开" in text(page) and 'href="/leave"' in text(page) for page in pages)
    assert len(receipt(pages[-1].content)) == 16 and WORDS not in text(pages[-1])
    case = Case.objects.get()
    assert (case.kind, case.lane, case.village) == ("appeal", "village", village.ref)


def test_every_kind_has_an_example_and_an_icon_of_its_own(client: Client, path: str) -> None:
    page = text(client.get(path))
    assert "下水道堵了两个月没人管" in page
    for kind in KINDS.values():
        assert str(kind.example) in page and f'value="{kind.code}"' in page and f'id="i-{kind.icon}"' in page
    assert len({kind.icon for kind in KINDS.values()}) == len(KINDS) == 6
    assert "青石镇纪委" in page


@pytest.mark.parametrize("kind", ["", "praise"])
def test_no_kind_is_said_so(client: Client, path: str, kind: str) -> None:
    refused = send(client, path, client.get(path), kind=kind)
    assert refused.status_code == 422 and step(refused) == "kind" and "请先选一类" in text(refused)


def test_what_helps_and_that_she_is_protected_is_said_before_she_writes(client: Client, path: str) -> None:
    page = text(opened(client, path))
    for words in ("什么时候", "在什么地方", "多少钱", "谁看见", "您受保护", "打击报复"):
        assert words in page


def test_whoever_she_picks_never_learns_and_she_reads_so_before_sending(
    client: Client, village: Village, path: str
) -> None:
    seat(village, "township_discipline", "周庚午", "990101100", BodyKind.TOWNSHIP_DISCIPLINE)
    words = opened(client, path)
    assert "韩丙辰" in " ".join(boxes(words)) and "金己卯" in " ".join(boxes(words))
    head = f"person:{village.people['village_head']}"
    told = send(client, path, words, words="下水道两个月没人修", whom=[head])
    page = text(told)
    assert "下宫村的村干部" in page and "看不到，也不知道有这件事" in page and "送到青石镇纪委" in page
    assert Form(told.content).fields["whom"] == [head]
    received = send(client, path, told)
    assert receipt(received.content) and "韩丙辰" not in text(received)
    case = Case.objects.get()
    assert (case.lane, case.desk) == ("discipline", village._area("990101100"))
    assert village.people["village_head"] in bound_by(case, at=AT)
    assert Target.objects.get().target == village.people["village_head"]
    assert "韩丙辰" not in text(client.get("/case/view/")) and "诉求" in text(client.get("/case/view/"))


@pytest.mark.parametrize("who", ["agency_accountant", "township_discipline_head"])
def test_about_somebody_of_the_township_the_county_reads_it(
    client: Client, village: Village, path: str, who: str
) -> None:
    for name in ("卫丁酉", "蒋丙申"):
        seat(village, "county_petition", name, "990101", BodyKind.COUNTY_DISCIPLINE)
    told = send(client, path, opened(client, path), words="账一直对不上", whom=[f"person:{village.people[who]}"])
    assert "示范县" in text(told) and "送到青石镇" not in text(told)
    send(client, path, told)
    assert Case.objects.get().desk == village._area("990101")


def test_whoever_is_not_on_the_list_is_named_in_her_own_words(client: Client, village: Village, path: str) -> None:
    told = send(client, path, opened(client, path), words="水费算得不对", other="管水的老李头")
    assert "管水的老李头" in text(told)
    send(client, path, told)
    target = Target.objects.get()
    assert (target.kind, target.words) == ("other", "管水的老李头") and Case.objects.get().lane == "discipline"


def test_a_body_and_a_power_item_can_be_chosen(client: Client, village: Village, path: str) -> None:
    powers.import_list(read(), area=None, by=None, at=AT)
    item = power_lists.items(village.ref)[0]
    words = opened(client, path)
    assert f'<option value="{item.ref}">{item.name}' in text(words)
    told = send(client, path, words, words="一直没有公示", power=item.ref, whom=[boxes(words)["整个单位"]])
    assert item.name in text(told)
    send(client, path, told)
    assert sorted(Target.objects.values_list("kind", flat=True)) == ["body", "power"]


def test_from_a_power_item_the_first_step_is_done_and_can_be_changed(
    client: Client, village: Village, path: str
) -> None:
    powers.import_list(read(), area=None, by=None, at=AT)
    item = power_lists.items(village.ref)[0]
    own = f"{path}power/{item.ref}/"
    words = client.get(own)
    assert step(words) == "words" and item.name in text(words) and "投诉" in text(words)
    kinds = send(client, own, words, go="back")
    send(client, own, send(client, own, send(client, own, kinds, kind="question"), words="这一项要几天？"))
    case = Case.objects.get()
    assert (case.kind, case.about_kind, case.about) == ("question", "power", item.ref)


def of_another_village(village: Village) -> str:
    return f"person:{seat(village, 'village_head', '沈丁亥', '990101100202', BodyKind.VILLAGERS_COMMITTEE)}"


@pytest.mark.parametrize("forged", ["person:" + "a" * 26, "post", "body:", "neighbour"])
def test_a_target_that_is_not_on_her_list_is_refused_and_everything_else_kept(
    client: Client, village: Village, path: str, forged: str
) -> None:
    forged = of_another_village(village) if forged == "neighbour" else forged
    head = f"person:{village.people['village_head']}"
    words = opened(client, path)
    refused = send(client, path, words, words=WORDS, whom=[head, forged], other="老李头", photo=upload(photo()))
    assert refused.status_code == 422 and "不在现在的名单上" in text(refused) and "照片 1 已收到" in text(refused)
    kept = Form(refused.content).fields
    assert (kept["words"], kept["whom"], kept["other"]) == ([WORDS], [head], ["老李头"])
    again = send(client, path, refused, power="a" * 26)
    assert again.status_code == 422 and "不在现在的名单上" in text(again)
    told = send(client, path, again)
    assert step(told) == "who"
    # the same on the last step, where only a forger could change it
    late = client.post(path, Form(told.content).fields | {"whom": [forged]})
    assert late.status_code == 422 and step(late) == "words" and not Case.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": "  "}, "还没有写是什么事"),
        ({"words": "😡😡👎"}, "只有表情或符号"),
        ({"words": "？！……"}, "只有表情或符号"),
        ({"words": "问" * 10_000}, "写了 10000 个字，最多 2000 个"),
        ({"words": WORDS, "day": "2023-06-06"}, "不是过去的日子"),
        ({"words": WORDS, "day": "上礼拜"}, "看不明白"),
        ({"words": WORDS, "other": "人" * 201}, "最多写 200 个字"),
    ],
)
def test_what_cannot_be_read_is_said_so_and_kept(client: Client, path: str, typed: dict[str, str], said: str) -> None:
    refused = send(client, path, opened(client, path), photo=upload(b"MZ"), **typed)
    assert refused.status_code == 422 and "不是照片" in text(refused)
    refused = send(client, path, refused)
    assert refused.status_code == 422 and step(refused) == "words" and said in text(refused)
    kept = Form(refused.content).fields
    assert all(kept[name] == [value] for name, value in typed.items())


def test_signs_beside_a_photo_are_taken_and_a_photo_alone_goes_past_the_village(client: Client, path: str) -> None:
    told = send(client, path, opened(client, path), words="", photo=upload(photo()))
    assert "下宫村的村干部" in text(told) and "送到" in text(told)
    send(client, path, told)
    assert Case.objects.get().lane == "discipline"
    report(client, path, "😡", photo=upload(photo("red")))
    assert Case.objects.count() == 2


BAD = [
    ({"mode": "secret"}, "选一样"),
    ({"mode": "confidential"}, "请写上姓名"),
    ({"mode": "confidential", "name": "😀"}, "请写上姓名"),
    ({"mode": "confidential", "name": "吴" * 41}, "写了 41 个字，最多 40 个"),
    ({"mode": "confidential", "name": "吴乙亥", "phone": "不告诉你"}, "电话看不明白"),
    ({"mode": "real", "name": "吴乙亥", "phone": "12345"}, "电话看不明白"),
    ({"mode": "real", "name": "吴乙亥"}, "请写上电话"),
]


@pytest.mark.parametrize(("typed", "said"), BAD)
def test_a_name_or_phone_that_is_none_is_said_so_and_kept(
    client: Client, path: str, typed: dict[str, str], said: str
) -> None:
    told = send(client, path, opened(client, path), words=WORDS, photo=upload(photo()))
    refused = send(client, path, told, **typed)
    assert refused.status_code == 422 and step(refused) == "who" and said in text(refused)
    kept = Form(refused.content).fields
    assert kept["words"] == [WORDS] and not Case.objects.exists()
    assert all(kept[name] == [value] for name, value in typed.items() if name != "mode")
    assert receipt(send(client, path, refused, mode="", name="", phone="").content)


@pytest.mark.parametrize("phone", ["154 0000 0031", "+86-15400000031", "１５４００００００３１", "0599-8234567"])
def test_her_name_is_sealed_apart_from_the_case(client: Client, path: str, phone: str) -> None:
    report(client, path, WORDS, mode="confidential", name="吴乙亥", phone=phone)
    case, kept = Case.objects.get(), Identity.objects.get()
    assert kept.mode == "confidential" and "吴乙亥" not in kept.sealed and case.lane == "discipline"
    assert "吴乙亥" not in text(client.get("/case/view/"))


def test_without_a_name_nothing_of_one_is_kept(client: Client, path: str) -> None:
    report(client, path, WORDS, mode="", name="吴乙亥", phone="15400000031")
    assert Case.objects.exists() and not Identity.objects.exists()
    assert not any("吴乙亥" in row for row in rows().values())


def test_each_choice_says_who_would_know_her(client: Client, village: Village, path: str) -> None:
    page = text(send(client, path, opened(client, path), words=WORDS))
    assert "答复的人看得到您的姓名和电话" in page and "when-sealed" in page and "这件事直接交上级纪委" in page
    head = f"person:{village.people['village_head']}"
    page = text(send(client, path, opened(client, path), words=WORDS, whom=[head]))
    assert "答复的人看得到您的姓名和电话" not in page and "两位纪检人员都同意才能看" in page
    assert "when-sealed" not in page


def test_going_back_keeps_what_was_chosen_and_typed(client: Client, village: Village, path: str) -> None:
    head = f"person:{village.people['village_head']}"
    told = send(client, path, opened(client, path), words=WORDS, whom=[head], day="2023-06-01", photo=upload(photo()))
    kinds = send(client, path, send(client, path, told, name="吴乙亥", go="back"), go="back")
    assert step(kinds) == "kind"
    words = send(client, path, kinds, kind="complaint")
    kept = Form(words.content).fields
    assert (kept["words"], kept["whom"], kept["day"], kept["name"]) == ([WORDS], [head], ["2023-06-01"], ["吴乙亥"])
    assert "照片 1 已收到" in text(words)
    send(client, path, send(client, path, words), mode="")
    assert Case.objects.get().kind == "complaint"


def test_a_household_that_is_logged_in_leaves_no_trace_on_its_report(village: Village, path: str) -> None:
    roster.add_households(village.ref, rows=ROWS, by=None, at=AT)
    phone = joined(village)
    token = phone.cookies["me"].value
    before = rows()
    report(phone, path, WORDS)
    new = [row for key, row in rows().items() if before.get(key) != row]
    assert any("cases_case" in row for row in new)
    assert not any("accounts_" in row for row in new)  # not even when she was last seen
    places = {village.ref, village._area("990101")}  # the case has these, too
    secrets = [token, hashlib.sha256(token.encode()).hexdigest(), "吴乙亥", "15400000031"]
    for key, row in before.items():
        if key[0] in MEMBERS:
            values = [value for value in row.split("|") if len(value) > 20 and value not in places]
            secrets += [value for value in values if not MOMENT.match(value)]  # here the clock stands still
    assert len(secrets) > 8
    assert not [secret for secret in secrets for row in new if secret in row]


MOMENT = re.compile(r"\d{4}-\d\d-\d\d")
MEMBERS = {"accounts_villager", "accounts_binding", "accounts_membersession", "roster_household"}


def rows() -> dict[tuple[str, str], str]:
    """Every row of every table as text, by table and first column."""
    return {(table, line.split("|")[0]): f"{table}|{line}" for table in tables() for line in lines(table)}


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return [name for name in connection.introspection.table_names(cursor) if not name.startswith("django_")]


def lines(table: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        for row in cursor.fetchall():
            yield "|".join(value.isoformat() if isinstance(value, dt.datetime) else str(value) for value in row)
