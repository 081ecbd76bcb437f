"""A sheet's way over the workbench: uploaded, understood, signed by three, public; and what is refused on the way."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from xiaowei.disclosure import queries as disclosure
from xiaowei.doors.workbench.tests.county import AT, County, hidden, sheet
from xiaowei.finance.tests.ledgers import a_month
from xiaowei.roster import actions as roster
from xiaowei.roster.vocab import BodyKind


def submitted(county: County, **changes: Any) -> str:
    """A draft on its way to the reviewers; returns the reference."""
    clerk = county.browser("clerk")
    path = county.upload(clerk, a_month(**changes))
    answer = clerk.post(f"{path}submit/", {"reason": "更正一笔"})
    assert answer.status_code == 302, answer.content.decode()
    return path.split("/")[3]


def signed(county: County, name: str, ref: str) -> Any:
    """This person opens the page and signs what is on it."""
    client = county.browser(name)
    page = client.get(f"/desk/review/{ref}/").content.decode()
    return client.post(f"/desk/review/{ref}/sign/", {"seen": hidden(page, "seen")})


def test_the_story_of_a_month(county: County) -> None:
    ref = submitted(county)
    for name in ("supervisor", "secretary", "agency"):
        page = county.browser(name).get("/desk/").content.decode()
        assert "等您签字" in page and f"/desk/review/{ref}/" in page
        assert signed(county, name, ref).status_code == 302
        assert "等您签字" not in county.browser(name).get("/desk/").content.decode()
    [published] = disclosure.published_in(county.village)
    page = county.browser("clerk").get(f"/desk/review/{ref}/").content.decode()
    assert "已公开" in page and f"/v/{county.village}/p/{published.ref}/" in page
    assert page.count("留痕第") == 5  # made, sent, reviewed, released, checked


def test_the_sheet_beside_what_was_understood(county: County) -> None:
    clerk = county.browser("clerk")
    ledger = a_month(changes={("summary", 3): "付下水道清淤 王丙午15400084111"})
    path = county.upload(clerk, ledger)
    page = clerk.get(path).content.decode()
    assert "下宫村2023年5月份财务收支明细表" in page and ">A<" in page and ">H<" in page
    assert "每一行都有去处" in page and "明细 12" in page
    cell = f"D{ledger.places[3]}"
    assert f'id="{cell}"' in page and f'href="#{cell}"' in page
    assert "付下水道清淤 王*" in page and "15400084111" in page  # both, for the clerk
    review = clerk.get(path.replace("/sheet/", "/review/")).content.decode()
    assert "付下水道清淤 王*" in review and "15400084111" not in review  # what everybody will read


def test_an_error_needs_a_reason_before_it_is_sent(county: County) -> None:
    clerk = county.browser("clerk")
    ledger = a_month(changes={("expense", "total"): "1.00"})
    path = county.upload(clerk, ledger)
    page = clerk.get(path).content.decode()
    [field] = re.findall(r'name="(excuse\.[^"]+)"', page)
    refused = clerk.post(f"{path}submit/", {field: "   "})
    assert refused.status_code == 409 and "写明原因" in refused.content.decode()
    assert clerk.post(f"{path}submit/", {field: "合计是手写的，以逐笔为准"}).status_code == 302
    ref = path.split("/")[3]
    assert "合计是手写的，以逐笔为准" in county.browser("supervisor").get(f"/desk/review/{ref}/").content.decode()


def test_the_same_person_is_told_why_he_may_not_sign(county: County) -> None:
    body = roster.open_body(county.village, kind=BodyKind.PARTY_BRANCH, by=None, at=AT)
    roster.appoint(county.people["clerk"], body=body, role="party_secretary", since=AT.date(), by=None, at=AT)
    ref = submitted(county)
    assert signed(county, "supervisor", ref).status_code == 302
    clerk = county.browser("clerk")
    page = clerk.get(f"/desk/review/{ref}/").content.decode()
    assert "不能是同一个人" in page and "去签字" not in page
    seen = disclosure.desk_version(county.people["clerk"], ref, at=AT).seen  # type: ignore[arg-type]
    refused = clerk.post(f"/desk/review/{ref}/sign/", {"seen": seen})
    assert refused.status_code == 422 and "不能是同一个人" in refused.content.decode()
    assert signed(county, "secretary", ref).status_code == 302


def test_a_signature_is_for_one_version_only(county: County) -> None:
    ref = submitted(county)
    client = county.browser("supervisor")
    seen = hidden(client.get(f"/desk/review/{ref}/").content.decode(), "seen")
    newer = submitted(county, seed=6)
    refused = client.post(f"/desk/review/{ref}/sign/", {"seen": seen, "note": "看过"})
    assert refused.status_code == 409 and "看过" in refused.content.decode()
    other = client.post(f"/desk/review/{newer}/sign/", {"seen": seen})
    assert other.status_code == 409 and "没有生效" in other.content.decode()
    assert "改了什么" in client.get(f"/desk/review/{newer}/").content.decode()


def test_sent_back_with_a_reason_the_clerk_reads(county: County) -> None:
    ref = submitted(county)
    client = county.browser("supervisor")
    seen = hidden(client.get(f"/desk/review/{ref}/").content.decode(), "seen")
    empty = client.post(f"/desk/review/{ref}/return/", {"seen": seen, "reason": " "})
    assert empty.status_code == 422 and "写清原因" in empty.content.decode()
    assert client.post(f"/desk/review/{ref}/return/", {"seen": seen, "reason": "第3行要补说明"}).status_code == 302
    page = county.browser("clerk").get("/desk/").content.decode()
    assert "退回" in page and "第3行要补说明" in page


def test_a_second_upload_of_a_published_month_is_a_correction(county: County) -> None:
    ref = submitted(county)
    for name in ("supervisor", "secretary", "agency"):
        signed(county, name, ref)
    clerk = county.browser("clerk")
    path = county.upload(clerk, a_month(seed=7))
    assert "更正说明" in clerk.get(path).content.decode()
    refused = clerk.post(f"{path}submit/", {"reason": ""})
    assert refused.status_code == 422 and "更正" in refused.content.decode()
    assert clerk.post(f"{path}submit/", {"reason": "记-3 金额写错"}).status_code == 302


def test_another_villages_people_find_nothing(county: County) -> None:
    ref = submitted(county)
    stranger = county.browser("neighbour")
    absent = stranger.get("/desk/review/" + "a" * 26 + "/")
    for path in (f"/desk/review/{ref}/", f"/desk/sheet/{ref}/"):
        hidden_one = stranger.get(path)
        assert hidden_one.status_code == absent.status_code == 404
        assert plain(hidden_one.content) == plain(absent.content)
    posted = stranger.post(f"/desk/review/{ref}/sign/", {"seen": "0"})
    assert posted.status_code == 404


def plain(body: bytes) -> str:
    """A page without its own tokens."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", body.decode())


def test_a_double_tap_makes_one_draft(county: County) -> None:
    clerk = county.browser("clerk")
    ledger = a_month()
    first = county.upload(clerk, ledger, form_key="5" * 32)
    assert county.upload(clerk, ledger, form_key="5" * 32) == first
    assert len(disclosure.drafts_of(county.people["clerk"], at=AT)) == 1


def test_a_sheet_of_another_village_keeps_what_was_chosen(county: County) -> None:
    clerk = county.browser("clerk")
    other = a_month(title="石桥村2023年5月份财务收支明细表", subtitle="编制单位：青石镇石桥村村民委员会  单位：元")
    form = {"village": county.village, "form_key": "7" * 32, "file": sheet(other)}
    refused = clerk.post("/desk/upload/", form)
    page = refused.content.decode()
    assert refused.status_code == 422 and "石桥村" in page and "7" * 32 in page and "请重新选一个文件" in page


def test_who_keeps_two_villages_only_chooses_the_other_one(county: County) -> None:
    body = roster.open_body(county.other_village, kind=BodyKind.VILLAGERS_COMMITTEE, by=None, at=AT)
    roster.appoint(county.people["clerk"], body=body, role="clerk", since=AT.date(), by=None, at=AT)
    clerk = county.browser("clerk")
    other = a_month(title="石桥村2023年5月份财务收支明细表", subtitle="编制单位：青石镇石桥村村民委员会  单位：元")
    form = {"village": county.village, "form_key": "7" * 32, "file": sheet(other)}
    refused = clerk.post("/desk/upload/", form).content.decode()
    again = {"village": county.other_village, "form_key": "7" * 32, "_parked": hidden(refused, "_parked")}
    taken = clerk.post("/desk/upload/", again)
    assert taken.status_code == 302 and taken["Location"].startswith("/desk/sheet/")
    assert clerk.get("/desk/resume/").status_code == 302  # and nothing waits


def test_what_is_no_workbook_says_what_to_do(county: County) -> None:
    clerk = county.browser("clerk")
    form = {"village": county.village, "form_key": "8" * 32, "file": SimpleUploadedFile("a.xlsx", b"\x00\x01 no table")}
    refused = clerk.post("/desk/upload/", form)
    assert refused.status_code == 422 and "8" * 32 in refused.content.decode()


def test_a_file_over_twenty_megabytes(county: County) -> None:
    clerk = county.browser("clerk")
    big = SimpleUploadedFile("a.xlsx", b"\0" * (20 * 1024 * 1024 + 1))
    refused = clerk.post("/desk/upload/", {"village": county.village, "form_key": "9" * 32, "file": big})
    page = refused.content.decode()
    assert refused.status_code == 413 and "20 MB" in page and "9" * 32 in page


def test_an_unknown_sheet_is_kept_and_explained(county: County) -> None:
    clerk = county.browser("clerk")
    table = "姓名,数量\n甲,1\n乙 990101198001010135,2\n".encode()
    form = {"village": county.village, "form_key": "a" * 32, "file": SimpleUploadedFile("x.csv", table)}
    answer = clerk.post("/desk/upload/", form)
    assert answer.status_code == 302 and answer["Location"].startswith("/desk/reading/")
    page = clerk.get(answer["Location"]).content.decode()
    assert "不能公开" in page and "数量" in page and "说明每一列" in page
    assert "…0135" in page and "990101198001010135" not in page  # what is not published need not be read either
    original = clerk.get(f"{answer['Location']}original/")
    assert original.content == table and "attachment" in original["Content-Disposition"]
    assert county.browser("neighbour").get(answer["Location"]).status_code == 404
    assert county.browser("neighbour").get(f"{answer['Location']}original/").status_code == 404
