"""What goes wrong in a village: each time one clear sentence, no 500, and nothing typed or uploaded is lost."""

import http.client
import re
import urllib.parse
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e import walks
from tests.e2e.people import MAY, OTHER_XIAGONG, TOWN, XIAGONG, Cast
from tests.e2e.photos import heavy_photo, photo
from tests.e2e.product import Product
from tests.e2e.sheets import altered, web_page

WORDS = "4月的清运费比3月多了，请把单子贴出来。"
ABSENT = "a" * 26  # looks like a reference, names nothing


@pytest.fixture(scope="module")
def april(cast: Cast) -> str:
    """The page that the sample county has published already."""
    page = cast.villager()
    page.goto(cast.village())
    page.get_by_role("link", name=re.compile("2023年4月 财务收支")).first.click()
    return page.url


@pytest.fixture(scope="module")
def signed() -> dict[str, str]:
    """The version that one test leaves to the next, by the path of its review."""
    return {}


def answered(page: Page, act: object) -> Response:
    """The response to the form that this act sends."""
    with page.expect_response(lambda one: one.request.method == "POST") as caught:
        act()  # type: ignore[operator]
    return caught.value


def test_the_sheet_of_the_other_village_of_that_name(cast: Cast) -> None:
    clerk = cast.officer("clerk", area=OTHER_XIAGONG)
    clerk.goto("/desk/upload/")
    clerk.get_by_label("表格文件").set_input_files(MAY)
    response = answered(clerk, clerk.get_by_role("button", name="上传并读表").click)
    assert 400 <= response.status < 500
    expect(clerk.get_by_role("alert")).to_contain_text("青石镇下宫村")
    expect(clerk.get_by_text("请重新选一个文件")).to_be_visible()


def test_a_web_page_that_calls_itself_a_sheet(cast: Cast, tmp_path: Path) -> None:
    clerk = cast.officer("clerk")
    clerk.goto("/desk/upload/")
    clerk.get_by_label("表格文件").set_input_files(web_page(tmp_path / "5月收支.xls"))
    response = answered(clerk, clerk.get_by_role("button", name="上传并读表").click)
    assert 400 <= response.status < 500
    expect(clerk.get_by_role("alert")).to_contain_text(re.compile("网页|不是.*表格|另存"))


def test_returned_with_a_reason_and_changed_under_the_signers_eyes(
    cast: Cast, signed: dict[str, str], tmp_path: Path
) -> None:
    clerk, head = cast.officer("clerk"), cast.officer("supervision_head")
    walks.upload(clerk)
    first = walks.submit(clerk)
    head.goto(first)
    nothing = answered(head, head.get_by_role("button", name="退回", exact=True).click)
    assert nothing.status == 422  # a reason is needed
    head.get_by_label("退回原因").fill("第7笔缺派工单，请补上再送。")
    head.get_by_role("button", name="退回", exact=True).click()
    expect(head.get_by_role("status")).to_contain_text("已退回")
    clerk.goto("/desk/")
    clerk.get_by_role("listitem").filter(has_text="2023年5月").get_by_role("link", name=re.compile("改后再送")).click()
    expect(clerk.get_by_text("第7笔缺派工单，请补上再送。")).to_be_visible()

    walks.upload(clerk, altered(tmp_path / "again.xlsx", D11="付村内下水道清淤（挖机3小时，附派工单）"))
    second = walks.submit(clerk)
    assert second != first
    head.goto(second)
    walks.upload(clerk, altered(tmp_path / "third.xlsx", D11="付村内下水道清淤（挖机3小时，派工单2张）"))
    refused = answered(head, head.get_by_role("button", name="签字同意", exact=True).click)
    assert 400 <= refused.status < 500
    expect(head.get_by_role("alert")).to_be_visible()
    signed["review"] = walks.submit(clerk)
    walks.sign(head, signed["review"], "签字同意")


def test_one_person_never_signs_twice(cast: Cast, house: Product, signed: dict[str, str]) -> None:
    """He heads the supervision committee and, by some mistake, the Party branch as well."""
    his = "(SELECT person FROM accounts_login WHERE username = 'supervision.xiagong')"
    hers = "(SELECT person FROM accounts_login WHERE username = 'secretary.xiagong')"
    assert house.change_by_hand(
        f"UPDATE roster_post SET person_id = {his} WHERE role = 'party_secretary' AND person_id = {hers}"
    )
    try:
        head = cast.officer("supervision_head")
        head.goto(signed["review"])
        expect(head.get_by_text("不能是同一个人")).to_be_visible()
        expect(head.get_by_role("button", name="签发", exact=True)).to_have_count(0)
        forced = head.context.request.post(
            signed["review"] + "sign/", form=token(head) | {"seen": "0" * 64}, headers={"Referer": head.url}
        )
        assert 400 <= forced.status < 500
    finally:
        assert house.change_by_hand(
            f"UPDATE roster_post SET person_id = {hers} WHERE role = 'party_secretary' AND person_id = {his}"
        )
    walks.sign(cast.officer("party_secretary"), signed["review"], "签发")
    walks.sign(cast.officer("agency_accountant", area=TOWN), signed["review"], "核对无误，公开")


def test_a_second_upload_of_the_month_is_a_correction(cast: Cast, tmp_path: Path) -> None:
    clerk = cast.officer("clerk")
    corrected = altered(tmp_path / "corrected.xlsx", D11="付村内下水道清淤（挖机3小时，村东头）")
    walks.upload(clerk, corrected)
    expect(clerk.get_by_label("更正说明")).to_be_visible()
    page = walks.publish(cast, corrected, reason="摘要漏写了地点")
    she = cast.villager()
    she.goto(page)
    versions = she.get_by_role("region", name="改过几次")
    expect(versions).to_contain_text("摘要漏写了地点")
    expect(versions.get_by_role("listitem")).to_have_count(2)
    expect(she.get_by_text("付村内下水道清淤（挖机3小时，村东头）")).to_be_visible()
    versions.get_by_role("link").first.click()
    expect(she.get_by_text("已经被更正")).to_be_visible()
    expect(she.get_by_text("付村内下水道清淤（挖机3小时，派工单2张）")).to_be_visible()


def test_a_double_tap_sends_once(cast: Cast, house: Product, april: str) -> None:
    before = cases_in(house)
    she = cast.villager()
    she.goto(april)
    she.get_by_role("link", name="对这份账目有疑问").click()
    she.get_by_label("把事情写下来").fill(WORDS)
    walks.onwards(she)
    she.get_by_role("button", name="送出").dblclick()
    walks.receipt(she)
    assert cases_in(house) == before + 1


def test_a_photo_that_is_too_large_costs_nothing_else(cast: Cast, house: Product, april: str, tmp_path: Path) -> None:
    before = cases_in(house)
    heavy = tmp_path / "heavy.jpg"
    heavy.write_bytes(heavy_photo())
    she = cast.villager()
    she.goto(april)
    she.get_by_role("link", name="对这份账目有疑问").click()
    she.get_by_label("把事情写下来").fill(WORDS)
    she.get_by_label("照片 1").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(seed=5)})
    she.get_by_label("照片 2").set_input_files(heavy)
    response = answered(she, she.get_by_role("button", name="下一步").click)
    assert response.status == 413
    expect(she.get_by_role("alert")).to_contain_text("20 MB")
    expect(she.get_by_label("把事情写下来")).to_have_value(WORDS)
    expect(she.get_by_text("照片 1 已收到")).to_be_visible()
    assert cases_in(house) == before
    walks.onwards(she)
    she.get_by_role("button", name="送出").click()
    code = walks.receipt(she)
    walks.open_case(she, code)
    expect(she.get_by_role("link", name=re.compile("照片"))).to_have_count(1)


def test_a_form_without_words_says_so(cast: Cast, april: str) -> None:
    she = cast.villager()
    she.goto(april)
    she.get_by_role("link", name="对这份账目有疑问").click()
    response = answered(she, she.get_by_role("button", name="下一步").click)
    assert response.status == 422
    expect(she.get_by_role("alert")).to_be_visible()


def test_a_session_lost_in_the_middle_of_an_answer(cast: Cast) -> None:
    she = cast.villager()
    walks.send_doubt(she, f"/ask{cast.village()[2:]}", "村口路灯不亮了，请修一修。")
    head = cast.officer("village_head")
    head.goto("/desk/cases/")
    head.get_by_role("link", name=re.compile("村口路灯")).click()
    case, words = head.url, "路灯已报修，本周内亮起来。"
    head.get_by_label("答复", exact=True).fill(words)
    head.context.clear_cookies()
    response = answered(head, head.get_by_role("button", name="送复核").click)
    assert 400 <= response.status < 500
    expect(head.get_by_role("alert")).to_contain_text("还在")
    cast.fill_log_in(head, cast.login("village_head"))
    expect(head.get_by_role("definition").get_by_text(words)).to_be_visible()
    head.get_by_role("button", name="接着送出").click()
    expect(head.get_by_role("status")).to_contain_text("送去复核")
    head.goto(case)
    expect(head.get_by_text("等复核").or_(head.get_by_text("复核")).first).to_be_visible()
    expect(head.get_by_text(words).first).to_be_visible()


def test_her_own_time_ran_out_while_she_wrote(cast: Cast, april: str) -> None:
    she = cast.villager()
    code = walks.send_doubt(she, april.replace("/v/", "/ask/").replace("/p/", "/"), WORDS)
    walks.open_case(she, code)
    she.get_by_label("补充的话").fill("还有5月的也请贴。")
    she.context.clear_cookies()
    she.get_by_role("button", name="送出补充").click()
    expect(she.get_by_role("alert")).to_contain_text("您写的都还在")
    expect(she.get_by_label("您刚才写的")).to_have_value("还有5月的也请贴。")
    she.get_by_label("回执号").fill(code)
    she.get_by_role("button", name="看进度").click()
    expect(she.get_by_label("补充的话")).to_have_value("还有5月的也请贴。")
    she.get_by_role("button", name="送出补充").click()
    expect(she.get_by_role("status")).to_contain_text("送到")


def test_a_wrong_code_has_one_answer_and_then_must_wait(cast: Cast, house: Product) -> None:
    she = cast.villager()
    she.goto("/case/")
    she.get_by_label("回执号").fill("1234 5678 9012 3456")
    she.get_by_role("button", name="看进度").click()
    expect(she.get_by_role("alert")).to_contain_text("没有查到这个回执号")
    tries = [try_code(house, code) for code in ("1234567890123456", "99", "回执号", "0000 0000 0000 0000")]
    assert {status for status, _, _ in tries} == {422}
    assert len({body for _, body, _ in tries}) == 1
    status, body, wait = try_code(house, "1234567890123456")
    assert status == 429 and int(wait) >= 1
    assert re.search(r"秒", body)


def test_words_about_a_cadre_pass_no_village_eye(cast: Cast, april: str) -> None:
    she = cast.villager()
    words = "韩丙辰把清运费给了自家人的车队，请查。"
    walks.send_doubt(she, april.replace("/v/", "/ask/").replace("/p/", "/"), words)
    head, township = cast.officer("village_head"), cast.officer("township_discipline", area=TOWN)
    township.goto("/desk/cases/?all")
    township.get_by_role("link", name=re.compile("车队")).click()
    expect(township.get_by_text(words)).to_be_visible()
    case = township.url
    for role in ("village_head", "supervision_head", "party_secretary", "village_discipline", "clerk"):
        officer = cast.officer(role)
        for page in ("/desk/", "/desk/cases/", "/desk/cases/?all", "/desk/notices/"):
            officer.goto(page)
            expect(officer.get_by_text("车队")).to_have_count(0)
    forbidden, absent = bytes_of(head, case), bytes_of(head, f"/desk/cases/{ABSENT}/")
    assert forbidden[0] == 404
    assert forbidden == absent


@pytest.mark.parametrize("path", ["/desk/sheet/{}/", "/desk/review/{}/", "/desk/reading/{}/"])
def test_absent_and_forbidden_look_the_same(cast: Cast, house: Product, path: str) -> None:
    table = {"/desk/reading/{}/": "finance_reading"}.get(path, "disclosure_version")
    hidden = house.ask_by_hand(f"SELECT ref FROM {table}")[0][0]
    assert bytes_of(cast.officer("clerk"), path.format(hidden))[0] == 200
    stranger = cast.officer("clerk", area=OTHER_XIAGONG)
    forbidden = bytes_of(stranger, path.format(hidden))
    assert forbidden[0] == 404
    assert forbidden == bytes_of(stranger, path.format(ABSENT))


def test_villages_have_no_pages_of_others(cast: Cast, april: str) -> None:
    she = cast.villager()
    other = april.replace(cast.village(XIAGONG), cast.village(OTHER_XIAGONG))
    forbidden = bytes_of(she, other)
    assert forbidden[0] == 404
    assert forbidden == bytes_of(she, re.sub(r"/p/\w+/", f"/p/{ABSENT}/", other))


def bytes_of(page: Page, path: str) -> tuple[int, bytes]:
    """Status and body as this person gets them, without the token that is new in every answer."""
    answer = page.context.request.get(path)
    return answer.status, re.sub(rb'(name="csrfmiddlewaretoken" value=")[^"]*', rb"\1", answer.body())


def token(page: Page) -> dict[str, str]:
    value = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    return {"csrfmiddlewaretoken": str(value)}


def try_code(house: Product, code: str) -> tuple[int, str, str]:
    """A look-up from an address of its own, so that nobody else has to wait for it: status, page, Retry-After."""
    line = http.client.HTTPConnection("127.0.0.1", house.port, source_address=("127.0.0.9", 0), timeout=30)
    body = urllib.parse.urlencode({"code": code})
    line.request("POST", "/case/", body, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = line.getresponse()
    page = answer.read().decode()
    line.close()
    return answer.status, page, answer.headers.get("Retry-After", "")


def cases_in(house: Product) -> int:
    return int(house.ask_by_hand("SELECT count(*) FROM cases_case")[0][0])
