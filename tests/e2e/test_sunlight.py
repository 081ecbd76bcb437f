"""Any sheet of the village becomes sunlight, and every number of it can be asked about: short walks, each of its own.

The sample county brings April; the walks of this file share one village, and the last moves the day on.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import sheets, walks
from tests.e2e.people import OTHER_XIAGONG, TOWN, Cast
from tests.e2e.photos import photo
from tests.e2e.product import Product

ASKED = "村口路灯才三盏，修理要3600元吗？请把派工单公开。"
ANSWER = "换了三盏灯头和两百米电线，派工单和发票已贴在公开栏，随时可以来看。"
WORDS = "分红表里一股是怎么算出来的，没看明白。"
LATER = "2023-06-14T09:00:00+08:00"  # the 10th was a Saturday, so what was due then is late since the 13th
BAITA = "990101101"


@pytest.fixture
def she(cast: Cast) -> Iterator[Page]:
    """A villager with a phone of her own, closed when she is done."""
    page = cast.villager()
    yield page
    page.context.close()


def test_from_an_empty_form_to_an_answer_beside_the_line(cast: Cast, she: Page, tmp_path: Path) -> None:
    clerk = cast.officer("clerk")
    walks.upload(clerk, sheets.may_with_a_slip(empty_form(clerk, "财务收支明细表", tmp_path)))
    doubt = clerk.locator("[data-doubt]").filter(has_text="48,815.37")
    expect(doubt.get_by_role("link", name="G8")).to_be_visible()
    refused = clerk.get_by_role("button", name="送监委会审核")
    refused.click()
    expect(clerk.get_by_role("alert")).to_contain_text("原因")
    doubt.get_by_label("写明原因").fill("余额抄错了一格，实际是48,715.37元，下月表里改过来。")
    page = walks.signed_by_all(cast, walks.submit(clerk))

    line = found(she, cast.village(), "路灯修理 3600元", "付村口路灯修理")
    line.click()
    here = urlsplit(she.url).path
    assert here.startswith(urlsplit(page).path)
    scanned = scan(she)
    neighbour = cast.villager()
    neighbour.goto(scanned)
    assert urlsplit(neighbour.url).path == here
    ask = neighbour.get_by_role("link", name="我有疑问").get_attribute("href")
    walks.send_doubt(neighbour, str(ask), ASKED)
    walks.answer(cast, "村口路灯才三盏", ANSWER)
    expect_soon(neighbour, here, ANSWER)
    expect(neighbour.get_by_text(ASKED)).to_have_count(0)  # nobody reads who asked what


def test_a_register_and_dues_name_nobody_and_shares_only_before_their_own_village(
    cast: Cast, she: Page, tmp_path: Path
) -> None:
    clerk = cast.officer("clerk")
    she.goto(published(cast, sheets.changed(sheets.DUES, tmp_path / "党费.xlsx", A2="单位：元          2024年1月6日")))
    assert "何乙丑" not in she.content()
    expect(she.get_by_text("何*").first).to_be_attached()

    page = published(cast, sheets.shares(empty_form(clerk, "集体收益分配表", tmp_path)))
    she.goto(page)
    assert "吴乙亥" not in she.content()
    expect(she.get_by_text("吴*").first).to_be_attached()
    she.get_by_role("link", name="本村户登录看全名").click()
    walks.fill_member(she, cast.known["member_login"])
    she.wait_for_url("**/me/v/**")
    expect(she.get_by_text("吴乙亥").first).to_be_attached()
    expect(she.get_by_text("卫丁未").first).to_be_attached()

    she.goto(page.replace("/v/", "/rate/").replace("/p/", "/"))
    she.get_by_label("想说的话").fill(WORDS)
    she.get_by_role("button", name="看不懂").click()
    expect(she.get_by_role("heading", level=1)).to_have_text("谢谢您的评价")
    her_words_are_answered_and_hidden(cast, she, page)


def her_words_are_answered_and_hidden(cast: Cast, she: Page, page: str) -> None:
    """The clerk answers and asks for them to be hidden; only the township can, and what stays is its reason."""
    clerk = cast.officer("clerk")
    clerk.goto("/desk/voices/")
    clerk.get_by_role("link", name=re.compile(WORDS[:6])).click()
    voice = urlsplit(clerk.url).path
    move(clerk, "answer", "每股300元，是可分配收益除以总股数。")
    expect_soon(she, page, "每股300元")
    assert WORDS in she.content()
    clerk.goto(voice)
    move(clerk, "ask", "里面说到了别人家分了几股。")
    township = cast.officer("township_discipline", area=TOWN)
    township.goto(voice)
    move(township, "hide", "说到了别人家的收入，隐去。")
    expect_soon(she, page, "隐去")
    assert WORDS not in she.content()


def test_headers_of_its_own_are_explained_once_and_taken_over(cast: Cast, tmp_path: Path) -> None:
    clerk = cast.officer("clerk", area=OTHER_XIAGONG)
    walks.upload(clerk, sheets.in_own_words(tmp_path / "4月账目.xlsx", 4))
    clerk.get_by_role("link", name=re.compile("列认错了|说明每一列|每一列")).first.click()
    if not clerk.get_by_label(re.compile("^来钱")).count():
        clerk.get_by_label("表的种类").select_option(label="财务收支明细表")
        clerk.get_by_role("button", name="选好了").click()
    for header, means in (("来钱", "income"), ("走钱", "expense"), ("剩钱", "balance")):
        clerk.get_by_label(re.compile(f"^{header}")).select_option(means)
    clerk.get_by_role("button", name="按这样再读一次").click()
    clerk.wait_for_url("**/desk/sheet/**")
    expect(clerk.get_by_role("region", name="读懂了")).to_contain_text("2023年4月")
    walks.upload(clerk, sheets.in_own_words(tmp_path / "5月账目.xlsx", 5))
    clerk.wait_for_url("**/desk/sheet/**")  # not a word about its columns this time
    understood = clerk.get_by_role("region", name="读懂了")
    for said in ("2023年5月", "500.00", "200.00", "1,300.00"):
        expect(understood).to_contain_text(said)

    agency = cast.officer("agency_accountant", area=BAITA)
    agency.goto("/desk/words/")
    agency.get_by_role("row", name=re.compile("来钱")).get_by_role("button", name=re.compile("采用")).click()
    expect(agency.get_by_role("region", name="全辖区采用的")).to_contain_text("来钱")


def test_a_text_with_its_picture(cast: Cast, she: Page) -> None:
    clerk = cast.officer("clerk")
    write(
        clerk,
        "text",
        "CW02",
        title="村规民约（2023年修订）",
        body="# 红白事\n\n- 红事新办\n- 白事简办，电话15400000011",
    )
    clerk.get_by_label("加图片（可以选几张）").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(320, 240))}
    )
    clerk.get_by_role("button", name="先传上去，写说明").click()
    clerk.get_by_label("图片说明（必填）").fill("村民代表在会上逐条念")
    clerk.get_by_label(re.compile("逐张看过")).check()
    clerk.get_by_role("button", name="存成草稿，看预览").click()
    clerk.wait_for_url("**/desk/sheet/**")
    she.goto(walks.signed_by_all(cast, walks.submit(clerk)))
    expect(she.get_by_text("红事新办")).to_be_visible()
    picture = she.get_by_role("img", name="村民代表在会上逐条念")
    expect(picture).to_be_attached()
    assert "15400000011" not in she.content()
    seen = she.context.request.get(str(picture.get_attribute("src")))
    assert seen.headers["content-type"] == "image/jpeg"


def test_a_decision_whose_quorum_failed_says_so(cast: Cast, she: Page) -> None:
    clerk = cast.officer("clerk")
    write(clerk, "decision", "DW08", title="水渠维修承包方案", body="承包给3组，工期40天。")
    clerk.get_by_label("最后一步由谁决议").select_option("representatives")
    counts = ((5, 5, 5, 0, 0), (9, 8, 8, 0, 0), (36, 20, 18, 2, 0), (40, 35, 30, 5, 0))
    for number, numbers in enumerate(counts, start=1):
        step = clerk.locator("fieldset.step").nth(number - 1)
        step.get_by_label("日期").fill(f"2023-05-{number:02}")
        step.get_by_label("地点").fill("村委会会议室")
        step.get_by_label(re.compile("监督意见")).fill("没有异议")
        boxes = step.locator("input[inputmode=numeric]")
        for at, value in enumerate(numbers):
            boxes.nth(at).fill(str(value))
    clerk.get_by_role("button", name="存成草稿，看预览").click()
    clerk.wait_for_url("**/desk/sheet/**")
    expect(clerk.get_by_text("会议不成立").first).to_be_visible()
    for box in clerk.get_by_label("写明原因").all():
        box.fill("5月20日补开了一次，过了半数。")
    she.goto(walks.signed_by_all(cast, walks.submit(clerk)))
    expect(she.get_by_text(re.compile("没有达到三分之二以上")).first).to_be_attached()


def test_a_correction_shows_its_difference_and_a_withdrawal_its_tombstone(
    cast: Cast, she: Page, tmp_path: Path
) -> None:
    clerk = cast.officer("clerk")
    walks.upload(clerk, sheets.changed(sheets.REGISTER, tmp_path / "资产.xlsx", H5="123,649.00", I5="262,751.00"))
    settle(clerk, "合计行是原来的，差1元，已在更正说明里写清。")
    clerk.get_by_label("更正说明").fill("办公楼折旧少记1元")
    page = walks.signed_by_all(cast, walks.submit(clerk))
    she.goto(page)
    she.get_by_role("link", name="一行一行对照看").click()
    expect(she.get_by_role("heading", name="改了 1 行")).to_be_visible()
    expect(she.locator("del", has_text="123,648.00").first).to_be_attached()
    expect(she.locator("ins", has_text="123,649.00").first).to_be_attached()

    clerk.goto("/desk/sheets/")
    clerk.goto(review_of(cast, page))
    clerk.get_by_role("link", name=re.compile("撤回")).first.click()
    clerk.get_by_role("radio").first.check()
    clerk.get_by_label(re.compile("^写清哪里不对")).fill("备注里写了别人家的病情")
    clerk.get_by_role("button", name="送乡镇").click()
    asked = urlsplit(clerk.url).path
    leader = cast.officer("township_leader", area=TOWN)
    leader.goto(asked)
    leader.get_by_role("button", name="同意撤回").click()
    she.goto(page)
    expect(she.get_by_text("这一版已经撤回")).to_be_visible()
    expect(she.get_by_text("备注里写了别人家的病情")).to_be_visible()
    assert "文化广场" not in she.content()


def test_what_is_not_there_is_declared_or_reported(cast: Cast, house: Product) -> None:
    """The day moves on to 14 June: everybody has to log in anew."""
    house.stop()
    house.now = LATER
    house.start()
    people = Cast(cast.browser, house, cast.known)
    clerk, she = people.officer("clerk"), people.villager()
    clerk.goto("/desk/duties/")
    late = clerk.get_by_role("region", name=re.compile("逾期没公开"))
    row = late.get_by_role("row", name=re.compile("三会一课"))
    row.or_(late.get_by_role("listitem").filter(has_text="三会一课")).get_by_role("link", name="本期没有").first.click()
    clerk.get_by_label(re.compile("^为什么本期没有")).fill("5月防汛，没有开主题党日。")
    clerk.get_by_role("button", name="存成草稿，去送审").click()
    page = walks.signed_by_all(people, walks.submit(clerk))
    she.goto(page)
    expect(she.get_by_text("5月防汛，没有开主题党日。")).to_be_visible()

    she.goto(people.village())
    expect(she.get_by_text(re.compile("逾期 [1-9] 项")).first).to_be_visible()
    she.goto(f"/ask{people.village()[2:]}missing/")
    she.get_by_role("region", name="已经逾期的").get_by_role("link", name=re.compile("接待、差旅")).click()
    walks.send_doubt(she, urlsplit(she.url).path, "机井打完两个月了，一直没有公示。")
    head = people.officer("township_discipline", area=TOWN)
    head.goto("/desk/cases/?all")
    head.get_by_role("link", name=re.compile("机井打完")).click()
    expect(head.get_by_text(re.compile("已晚[1-9]天")).first).to_be_visible()
    she.goto(f"{people.village()}duties/")
    early = she.locator("a[href*='/missing/']", has_text="没到期").first.get_attribute("href")
    she.goto(str(early))
    expect(she.get_by_text("现在还没到日子")).to_be_visible()
    people.leave()


def empty_form(clerk: Page, name: str, folder: Path) -> Path:
    """The clerk downloads an empty form of the product."""
    clerk.goto("/desk/forms/")
    with clerk.expect_download() as told:
        clerk.get_by_role("link", name=re.compile(name)).click()
    path = folder / told.value.suggested_filename
    told.value.save_as(path)
    return path


def published(cast: Cast, file: Path) -> str:
    """From the file to its public page, with a reason for whatever does not add up."""
    clerk = cast.officer("clerk")
    walks.upload(clerk, file)
    settle(clerk, "已和村会计核对，原表如此。")
    if clerk.get_by_label("更正说明").count():  # the sample county may have it already
        clerk.get_by_label("更正说明").fill("按年底清查的表重新公开")
    return walks.signed_by_all(cast, walks.submit(clerk))


def settle(clerk: Page, reason: str) -> None:
    """A reason for every error on her screen."""
    for box in clerk.get_by_label("写明原因").all():
        box.fill(reason)


def write(clerk: Page, kind: str, item: str, *, title: str, body: str) -> None:
    """She opens the form of one item and writes the beginning."""
    clerk.goto("/desk/texts/")
    clerk.locator(f"a[href*='kind={kind}'][href*='item={item}']").click()
    clerk.get_by_label("标题").first.fill(title)
    clerk.locator("input[name=day]").fill("2023-06-01")
    clerk.locator("#body").fill(body)


def move(officer: Page, name: str, words: str) -> None:
    """One step about a household's words."""
    officer.locator(f"#w-{name}").fill(words)
    officer.locator(f"section:has(#w-{name})").get_by_role("button").click()
    officer.wait_for_load_state()


def found(page: Page, village: str, words: str, hit: str) -> Locator:
    """She searches from the village's home until the search has followed."""
    page.goto(village)
    page.get_by_label("要找什么").fill(words)
    page.get_by_role("button", name="找", exact=True).click()
    link = page.get_by_role("link", name=re.compile(hit)).first
    for _ in range(40):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(link).to_be_visible()
    return link


def scan(page: Page) -> str:
    """The address behind the square code of a line: the picture is there, and so is its address in letters."""
    code = page.get_by_role("img", name=re.compile("二维码"))
    answer = page.context.request.get(str(code.get_attribute("src")))
    assert answer.status == 200 and "image" in answer.headers["content-type"]
    return page.locator("a[href^='/r/']").first.get_attribute("href") or ""


def expect_soon(page: Page, path: str, words: str) -> None:
    """The public page is made anew within seconds."""
    page.goto(path)
    for _ in range(40):
        if words in page.content():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text(re.compile(re.escape(words))).first).to_be_attached()


def review_of(cast: Cast, page: str) -> str:
    """The desk's page of what is public there now."""
    ref = page.rstrip("/").rpartition("/")[2]
    query = f"SELECT ref FROM disclosure_version WHERE publication_id = '{ref}' ORDER BY number DESC"
    return f"/desk/review/{cast.house.ask_by_hand(query)[0][0]}/"
