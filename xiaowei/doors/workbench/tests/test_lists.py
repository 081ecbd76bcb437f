"""An office's list at the desk: nothing lost, nobody else's draft, matches settled, signed as it was seen."""

import re
import secrets
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xiaowei.accounts import actions as accounts
from xiaowei.benefits.models import Row
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.township import BAITA_XIAGONG, LAND, LOW, XIAGONG, Township, a_list
from xiaowei.doors.workbench.tests.county import AT, PASSWORD, hidden

ROWS = [
    [1, "下宫村", "一组", "郑乙巳", "", "1.00", "131.42", ""],
    [2, "无此村", "", "王丙午", "", "1.00", "131.42", ""],
]


class Desk:
    """The township, and a browser for each of its cast."""

    def __init__(self, town: Township) -> None:
        self.town = town

    def browser(self, part: str) -> Client:
        accounts.create_login(self.town[part], username=part, password=PASSWORD, at=AT)
        client = Client()
        assert client.post("/desk/login/", {"username": part, "password": PASSWORD}).status_code == 302
        return client


@pytest.fixture
def desk(db: None, settings: Any) -> Desk:
    settings.XIAOWEI = replace(settings.XIAOWEI, now=AT)
    return Desk(township.build())


def send(client: Client, data: bytes, *, name: str = "名单.csv", **fields: str) -> Any:
    form = {"form_key": secrets.token_hex(16), "file": SimpleUploadedFile(name, data), **fields}
    return client.post("/desk/upload/", form)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def bare(answer: Any) -> str:
    """A page without its form tokens, which differ every time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text(answer))


def test_a_township_file_and_its_nine_clerks(desk: Desk) -> None:
    office, clerk, neighbour = (desk.browser(part) for part in ("office", "clerk", "neighbour"))
    listing = send(office, township.sample(LOW), name=LOW)["Location"]
    page = text(office.get(listing))
    assert page.count("草稿，还没送审") == 9 and "青石镇下宫村" in page
    assert "/desk/sheet/" not in page  # an office makes drafts; it does not read the villages' own
    assert LOW in text(office.get("/desk/lists/"))
    assert office.get(f"{listing}original/")["Content-Disposition"].startswith("attachment")
    for stranger in (clerk, neighbour):
        assert stranger.get(listing).status_code == 404
        assert stranger.get(f"{listing}original/").status_code == 404
        assert stranger.post(f"{listing}place/").status_code == 404
    own = re.search(r"/desk/sheet/[a-z2-7]{26}/", text(clerk.get("/desk/")))
    assert own and clerk.get(own[0]).status_code == 200
    absent = neighbour.get(f"/desk/sheet/{'a' * 26}/")
    for path in (own[0], own[0].replace("sheet", "review")):
        denied = neighbour.get(path)
        assert (denied.status_code, bare(denied)) == (404, bare(absent))
    for path in (f"{own[0]}submit/", f"{own[0]}settle/"):
        assert neighbour.post(path).status_code == 404
    assert Version.objects.get(village=desk.town.village).state == "draft"


def test_an_office_with_a_list_of_one_village_lands_where_it_may_read(desk: Desk) -> None:
    office, clerk = desk.browser("office"), desk.browser("clerk")
    listing = send(office, a_list(ROWS[:1]))["Location"]
    page = office.get(listing)
    assert page.status_code == 200 and "青石镇下宫村" in text(page) and "/desk/sheet/" not in text(page)
    draft = f"/desk/sheet/{Version.objects.get().ref}/"
    assert office.get(draft).status_code == 404 and clerk.get(draft).status_code == 200
    assert send(clerk, a_list(ROWS[:1]), village=desk.town.village)["Location"].startswith("/desk/sheet/")


def test_rows_of_a_village_that_fits_nowhere(desk: Desk) -> None:
    office = desk.browser("office")
    listing = send(office, a_list(ROWS))["Location"]
    page = text(office.get(listing))
    assert "无此村" in page and "第 5 行" in page and Version.objects.count() == 0
    key = re.search(r'name="to\.([0-9a-f]{16})"', page)
    assert key
    refused = office.post(f"{listing}place/", {f"to.{key[1]}": "out", f"why.{key[1]}": " "})
    assert refused.status_code == 422 and "1 处" in text(refused)
    refused = office.post(f"{listing}place/", {f"to.{key[1]}": desk.town.villages[BAITA_XIAGONG]})
    assert refused.status_code == 422 and Version.objects.count() == 0  # not a village of his
    placed = office.post(f"{listing}place/", {f"to.{key[1]}": "out", f"why.{key[1]}": "县里没有这个村，已退回"})
    assert placed.status_code == 302
    done = text(office.get(placed["Location"]))
    assert "每一行都有去处" in done and "县里没有这个村，已退回" in done and Version.objects.count() == 1


def test_two_villages_of_one_name_are_asked_for_with_their_township(desk: Desk) -> None:
    county = desk.browser("county_office")
    data = a_list([[1, "下宫村", "", "郑乙巳", "", "1", "131.42", ""]], title="示范县2023年耕地地力保护补贴公示表")
    listing = send(county, data)["Location"]
    page = text(county.get(listing))
    assert "同名的村不止一个" in page and ">青石镇下宫村<" in page and ">白塔镇下宫村<" in page
    key = re.search(r'name="to\.([0-9a-f]{16})"', page)
    assert key
    county.post(f"{listing}place/", {f"to.{key[1]}": desk.town.villages[XIAGONG]})
    assert Version.objects.get().village == desk.town.village


def test_the_clerk_says_whose_a_row_is_and_a_reviewer_sees_whole_names(desk: Desk) -> None:
    clerk, supervisor = desk.browser("clerk"), desk.browser("supervisor")
    sheet = send(clerk, township.sample(LAND), name=LAND, village=desk.town.village)["Location"]
    page = text(clerk.get(sheet))
    assert "要确认是哪一户 5" in page and "990101" not in page.replace("99010110", "")
    [first, *_] = [row for row in Row.objects.order_by("number") if row.fit != "matched"]
    wrong = clerk.post(f"{sheet}settle/", {f"number.{first.ref}": "9999"})
    assert wrong.status_code == 422 and "没有第 9999 户" in text(wrong)
    clerk.post(f"{sheet}settle/", {f"number.{first.ref}": "9"})
    assert Row.objects.get(pk=first.pk).household == desk.town.household(9)
    assert clerk.post(f"{sheet}settle/", {"single": "yes"})["Location"].endswith("settled=4#match-h")
    assert "要确认是哪一户" not in text(clerk.get(sheet))
    assert clerk.post(f"{sheet}submit/").status_code == 302
    review = sheet.replace("sheet", "review")
    seen = text(supervisor.get(review))
    assert "郑乙巳" in seen and "郑*" in seen and "0135" in seen and "********0135" not in seen
    assert supervisor.post(f"{sheet}settle/", {"single": "yes"}).status_code in (302, 404)
    signed = supervisor.post(f"{review}sign/", {"seen": hidden(seen, "seen")})
    assert signed.status_code == 302 and Version.objects.get().state == "reviewed"


def test_who_may_do_neither_finds_no_door(desk: Desk) -> None:
    supervisor = desk.browser("supervisor")
    assert supervisor.get("/desk/upload/").status_code == supervisor.get("/desk/lists/").status_code == 404
    office = desk.browser("office")
    assert 'name="village"' not in text(office.get("/desk/upload/"))
    accounts_file = (township.SAMPLES / "disclosures" / "01_下宫村_2023年5月_财务收支明细.xlsx").read_bytes()
    refused = send(office, accounts_file, name="账.xlsx")
    assert refused.status_code == 422 and Version.objects.count() == 0
    not_a_sheet = send(office, b"%PDF-1.7 not a list", name="名单.xlsx")
    assert not_a_sheet.status_code == 422
