"""Discipline decides whom a report is about, opens an identity with four eyes, and stands aside."""

import secrets

from django.test import Client

from xiaowei.base.refs import Ref
from xiaowei.cases import actions as cases
from xiaowei.cases.naming import Identity
from xiaowei.doors.workbench.tests.county import AT, County, hidden
from xiaowei.doors.workbench.tests.county import PEOPLE as NAMES
from xiaowei.trail import queries as trail

CLAIM = "韩丙辰 多报了工钱，自己拿了。"


def page(client: Client, case: Ref) -> str:
    return client.get(f"/desk/cases/{case}/").content.decode()


def named(county: County, kind: str = "appeal", mode: str = "confidential", words: str = CLAIM) -> Ref:
    made = cases.NewCase(county.village, kind, words, identity=Identity(mode, "周庚子", "15400000001"))
    return cases.open_case(made, form_key=secrets.token_hex(16), at=AT).case


def test_settling_takes_the_case_from_whom_it_is_about(county: County) -> None:
    case, second = county.doubt(CLAIM), county.deputy_of("discipline")
    one = county.browser("discipline")
    shown, seen = page(one, case), ""
    seen = hidden(shown, "seen")
    path = f"/desk/cases/{case}/settle/"
    accused = f"person:{county.people['discipline']}"
    assert county.browser("head").post(path, {"who": accused, "words": "x", "seen": seen}).status_code == 404
    empty = one.post(path, {"who": accused, "words": " ", "seen": seen})
    assert empty.status_code == 422 and f'value="{accused}" checked' in empty.content.decode()
    forged = one.post(path, {"who": "person:" + "a" * 26, "words": "核对过", "seen": seen})
    assert forged.status_code == 422 and "核对过" in forged.content.decode()
    down = one.post(path, {"who": accused, "down": "1", "words": "核对过", "seen": seen})
    assert down.status_code == 422
    assert one.post(path, {"who": accused, "words": "反映的是他", "seen": seen}).status_code == 302
    # he decided that it is about himself: neither he nor his colleague sees it any more
    for client in (one, second):
        assert client.get(f"/desk/cases/{case}/").status_code == 404
        assert client.post(path, {"words": "x", "seen": seen}).status_code == 404


def test_about_nobody_it_goes_down_to_the_village(county: County) -> None:
    case, one = county.doubt(CLAIM), county.browser("discipline")
    assert county.browser("head").get(f"/desk/cases/{case}/").status_code == 404
    form = {"words": "问的是工钱标准", "down": "1", "seen": hidden(page(one, case), "seen")}
    assert one.post(f"/desk/cases/{case}/settle/", form).status_code == 302
    assert "问的是工钱标准" not in page(county.browser("head"), case)


def test_two_settle_at_once_and_the_loser_keeps_his_words(county: County) -> None:
    case, other = county.doubt(CLAIM), county.deputy_of("discipline")
    one = county.browser("discipline")
    seen = hidden(page(one, case), "seen")
    path, who = f"/desk/cases/{case}/settle/", f"person:{county.people['head']}"
    assert one.post(path, {"who": who, "words": "是他", "seen": seen}).status_code == 302
    late = other.post(path, {"who": who, "words": "我写了很久", "seen": seen})
    told = late.content.decode()
    assert late.status_code == 409 and "我写了很久" in told and "先办了一步：确定反映对象" in told


def test_whom_she_named_meanwhile_is_not_lost_by_a_second_press(county: County) -> None:
    case, one = county.doubt(CLAIM), county.browser("discipline")
    head, clerk = (f"person:{county.people[part]}" for part in ("head", "clerk"))
    path, form = (
        f"/desk/cases/{case}/settle/",
        {"who": [head], "words": "是他", "seen": hidden(page(one, case), "seen")},
    )
    named_too = f"{NAMES['clerk'][0]} 也分了钱"
    cases.add_words(case, words=named_too, form_key=secrets.token_hex(16), at=AT)
    late = one.post(path, form)
    told = late.content.decode()
    assert late.status_code == 409 and named_too in told
    assert f'value="{head}" checked' in told and f'value="{clerk}" checked' in told
    form["seen"] = hidden(told, "seen")
    assert one.post(path, form).status_code == 302, "and to leave him out is a deed of his own"


def test_a_name_takes_two_officers(county: County) -> None:
    case, other = named(county), county.deputy_of("discipline")
    one = county.browser("discipline")
    path = f"/desk/cases/{case}"
    assert "周庚子" not in page(one, case)
    assert one.post(f"{path}/read_identity/").status_code == 404
    assert one.post(f"{path}/ask_identity/", {"words": ""}).status_code == 422
    assert one.post(f"{path}/ask_identity/", {"words": "要当面核实"}).status_code == 302
    assert one.post(f"{path}/open_identity/").status_code == 422  # his own
    assert "同意查看" in page(other, case) and other.post(f"{path}/open_identity/").status_code == 302
    for client in (one, other):
        shown = client.post(f"{path}/read_identity/")
        assert "周庚子" in shown.content.decode() and shown["Cache-Control"] == "no-store"
        assert "周庚子" not in page(client, case)
    assert county.browser("head").post(f"{path}/read_identity/").status_code == 404


def test_who_answers_in_the_village_may_call_back(county: County) -> None:
    case = named(county, mode="real", words="路灯坏了半个月，什么时候修？")
    assert "15400000001" in county.browser("head").post(f"/desk/cases/{case}/read_identity/").content.decode()
    assert county.browser("supervisor").post(f"/desk/cases/{case}/read_identity/").status_code == 404


def test_standing_aside_needs_a_reason_and_is_for_good(county: County) -> None:
    case, one = county.doubt(CLAIM), county.browser("discipline")
    path = f"/desk/cases/{case}/stand_aside/"
    assert one.post(path, {"words": ""}).status_code == 422
    assert one.post(path, {"words": "他是我同学"}).status_code == 302
    assert one.get(f"/desk/cases/{case}/").status_code == 404


def test_a_head_request_reads_nothing(county: County) -> None:
    case, one = county.doubt(CLAIM), county.browser("discipline")
    before = trail.head().size
    assert one.head(f"/desk/cases/{case}/").status_code == 200 and trail.head().size == before
