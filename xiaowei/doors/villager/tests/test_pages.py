"""Public pages: what stands on them, that they are the same for everybody, and that they change with the village."""

import re

import pytest
from django.test import Client

from xiaowei.base.revisions import pages_folder
from xiaowei.doors.villager.tests.village import Village

pytestmark = pytest.mark.django_db


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_first_page_finds_the_village(client: Client, village: Village) -> None:
    first = text(client, "/")
    assert "青石镇" in first and f"/v/{village.ref}/" in first
    found = text(client, "/?q=下宫村")
    assert f"/v/{village.ref}/" in found
    assert "没有找到" in text(client, "/?q=不存在村")


def test_the_first_page_stands_before_anything_is_imported(client: Client) -> None:
    assert "还没有导入" in text(client, "/")


def test_home_has_four_doors_the_money_and_who_supervises(client: Client, village: Village) -> None:
    home = text(client, f"/v/{village.ref}/")
    for word in (
        "党务村务",
        "三资",
        "工程项目",
        "惠民补贴",
        "我要反映",
        "2023年5月",
        "3,300.00",
        "姜丙寅",
        "青石镇纪委",
    ):
        assert word in home
    assert "还没有公开过" in text(client, f"/v/{village.neighbour}/")


def test_a_section_says_what_will_stand_there(client: Client, village: Village) -> None:
    assert "修路" in text(client, f"/v/{village.ref}/projects/")
    assert village.publication in text(client, f"/v/{village.ref}/assets/")
    assert client.get(f"/v/{village.ref}/gossip/").status_code == 404


def test_the_account_shows_numbers_lines_chart_and_hands(client: Client, village: Village) -> None:
    page = text(client, f"/v/{village.ref}/p/{village.publication}/")
    for word in ("48,215.37", "+3,000.00", "−900.00", "占百分之72.7", "赵丁卯", "姜丙寅", "陶乙丑", "金己卯", "校验"):
        assert word in page
    assert all(f"/ask/{village.ref}/{village.publication}/{line}/" in page for line in village.lines)


@pytest.mark.parametrize("path", ["/v/{v}/", "/v/{v}/assets/", "/v/{v}/p/{p}/"])
def test_public_bytes_hold_nothing_of_who_asks(client: Client, village: Village, path: str) -> None:
    path = path.format(v=village.ref, p=village.publication)
    plain = client.get(path)
    assert not plain.cookies
    assert plain["Vary"] == "Accept-Encoding"
    # a search by GET may stand there: it asks for nothing of whoever looks
    for word in (b'method="post"', b'type="hidden"', b"csrf", b"style=", b"<script", b"onclick"):
        assert word not in plain.content
    client.get("/mode/care")
    assert client.get(path, headers={"accept-language": "en"}).content == plain.content


def test_a_correction_shows_at_once_and_the_old_version_stays(
    client: Client, village: Village, django_capture_on_commit_callbacks: object
) -> None:
    path = f"/v/{village.ref}/p/{village.publication}/"
    assert "48,215.37" in text(client, path)
    assert list((pages_folder() / village.ref / "1").glob("*.br"))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        village.publish(reason="期初少写了一角", opening=4_821_547)
    assert not (pages_folder() / village.ref / "1").exists()
    page = text(client, path)
    assert "48,215.47" in page and "期初少写了一角" in page and "48,215.37" not in page
    older = text(client, path + "1/")
    assert "48,215.37" in older and "已经被更正" in older
    assert client.get(path + "3/").status_code == 404


def test_another_village_does_not_have_it(client: Client, village: Village) -> None:
    absent = client.get("/v/" + "a" * 26 + "/")
    other = client.get(f"/v/{village.neighbour}/p/{village.publication}/")
    assert absent.status_code == other.status_code == 404
    assert absent.content == other.content


def test_the_data_is_what_the_proof_names(client: Client, village: Village) -> None:
    from hashlib import sha256

    data = client.get(f"/v/{village.ref}/p/{village.publication}/1/public.json")
    assert data["Content-Type"] == "application/json"
    proof = text(client, f"/v/{village.ref}/p/{village.publication}/proof/")
    assert sha256(data.content).hexdigest() in proof
    assert "还没有签名" in proof
    assert client.get(f"/v/{village.ref}/p/{village.publication}/proof/tlog-proof").status_code == 404


def test_the_proof_is_checked_on_the_spot(client: Client, village: Village) -> None:
    from xiaowei.doors.villager.tests.village import AT
    from xiaowei.trail import actions as trail

    trail.sign_checkpoint(at=AT)
    proof = client.get(f"/v/{village.ref}/p/{village.publication}/proof/")
    assert proof["Cache-Control"] == "no-store"
    assert "当场验过" in proof.content.decode()
    file = client.get(f"/v/{village.ref}/p/{village.publication}/proof/tlog-proof")
    assert file.content.startswith(b"c2sp.org/tlog-proof@v1")


def test_english_is_a_path_and_every_link_keeps_it(client: Client, village: Village) -> None:
    page = text(client, f"/en/v/{village.ref}/")
    assert '<html lang="en">' in page
    links = re.findall(r'href="(/[^"]*)"', page)
    staying = [link for link in links if not link.startswith(("/static/", "/mode.css", f"/v/{village.ref}/"))]
    assert staying and all(link.startswith("/en/") for link in staying)


def test_a_short_link_leads_to_the_public_page(client: Client, village: Village) -> None:
    assert client.get(f"/r/{village.ref}")["Location"] == f"/v/{village.ref}/"
    page = f"/v/{village.ref}/p/{village.publication}/"
    assert client.get(f"/r/{village.publication}")["Location"] == page
