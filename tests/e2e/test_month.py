"""A month of the village with everything in it: a report the accused never sees, the subsidy of one household, the
group, the power list, and the county that looks down to one line of one account.

The sample county brings what was published; each test walks on its own.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e import walks
from tests.e2e.people import COUNTY, TOWN, Cast
from tests.e2e.product import ROOT

SUBSIDY = "2023年 耕地地力保护补贴"
LIST = ROOT / "samples" / "disclosures" / "04_下宫村_2023年_耕地地力保护补贴.xlsx"
NAME = re.compile("[\u4e00-\u9fff]{2,4}")
HEAD = "韩丙辰"
WORDS = "修水渠的石料是按双份记的账，运来的只有一车。"
ANSWER = "已经核对石料的送货单和账目，结果写在这里，多记的一车已经退回村集体。"


@pytest.fixture
def she(cast: Cast) -> Iterator[Page]:
    """A villager with a phone of her own, closed when she is done."""
    page = cast.villager()
    yield page
    page.context.close()


def test_a_report_about_the_village_head_in_three_submits_and_he_never_learns(cast: Cast, she: Page) -> None:
    code = report_about_the_head(cast, she)
    walks.open_case(she, code)
    expect(she.get_by_text(WORDS)).to_be_visible()
    expect(she.get_by_role("heading", level=1)).to_have_text("已收到")

    officer = cast.officer("township_discipline", area=TOWN)
    officer.goto("/desk/cases/?all")
    officer.get_by_role("link", name=re.compile(WORDS[:10])).click()
    case = urlsplit(officer.url).path
    for role in ("village_head", "clerk"):
        nothing_to_be_found(cast.officer(role), case)

    answered_above(cast, case)
    for role in ("village_head", "clerk"):
        nothing_to_be_found(cast.officer(role), case)
    walks.open_case(she, code)
    given = she.get_by_role("region", name="给您的答复")
    expect(given).to_contain_text(ANSWER)
    expect(given).not_to_contain_text("周庚午")  # the office answers, not a name


def test_the_subsidy_is_masked_for_all_and_whole_for_the_household_it_belongs_to(cast: Cast, she: Page) -> None:
    she.goto(cast.village())
    she.get_by_role("link", name=re.compile("惠民补贴")).click()
    she.get_by_role("link", name=re.compile(SUBSIDY)).first.click()
    expect(she.get_by_role("heading", level=1)).to_contain_text("耕地地力保护补贴")
    expect(she.get_by_text("吴*").first).to_be_attached()
    text, login = she.content(), cast.known["member_login"]
    names = set(names_of_the_list())
    assert len(names) > 55 and login["head"] in names
    assert not [name for name in names if name in text]
    assert not re.search(r"\d{17}[\dX]|\d{6}\*+\d{3}[\dX]", text)

    she.get_by_role("link", name=re.compile("本村户登录看")).click()
    walks.fill_member(she, login)
    she.wait_for_url("**/me/v/**")
    expect(she.get_by_text(login["head"]).first).to_be_attached()
    she.goto("/me/")
    she.get_by_role("link", name="我家的补贴").click()
    own = she.get_by_role("region", name=re.compile("耕地地力保护补贴"))
    expect(own).to_contain_text(login["head"])
    expect(own).to_contain_text("1,268.20")
    expect(own).to_contain_text("9.65 亩")
    stranger = cast.villager()
    stranger.goto("/me/benefits/")
    assert urlsplit(stranger.url).path == "/me/login/"


def test_from_the_group_to_what_was_published_and_what_she_thinks_of_it(cast: Cast, she: Page) -> None:
    clerk = cast.officer("clerk")
    clerk.goto("/desk/group/")
    expect(clerk.get_by_text("已转发").first).to_be_visible()
    she.goto(cast.village() + "group/")
    # what was published since has messages of its own above it
    link = she.get_by_role("article").get_by_role("link", name=re.compile("耕地地力保护补贴")).first
    assert re.fullmatch(r"/r/[a-z2-7]{26}", link.get_attribute("href") or "")
    link.click()
    she.wait_for_url("**/v/*/p/**")
    page = urlsplit(she.url).path
    she.get_by_role("link", name="评价这次公开").click()
    with posts(she) as sent:
        she.get_by_role("button", name="清楚", exact=True).click()
    assert len(sent) == 1
    expect(she.get_by_role("heading", level=1)).to_have_text("谢谢您的评价")
    she.get_by_role("link", name="回到这份公开").click()
    she.wait_for_url(f"**{page}")


def test_a_power_item_and_a_matter_that_points_at_it(cast: Cast, she: Page) -> None:
    she.goto(cast.village())
    she.get_by_role("link", name=re.compile("权力清单")).first.click()
    she.wait_for_url("**/powers/")
    she.locator("summary").first.click()
    she.locator("details[open]").get_by_role("link").first.click()
    item = she.get_by_role("heading", level=1).inner_text()
    expect(she.get_by_role("heading", name="怎么走")).to_be_visible()
    ask = she.get_by_role("link", name="没按这个走，我要反映").get_attribute("href")
    words = "按流程要先公示再定，这一次公示栏里一直没有看到，想知道公示贴在哪里。"
    code = walks.send_doubt(she, str(ask), words)
    assert len(code) == 16
    head = cast.officer("village_head")
    head.goto("/desk/cases/?all")
    head.get_by_role("link", name=re.compile(words[:10])).click()
    expect(head.get_by_role("heading", level=1)).to_contain_text(item)


def test_the_county_gets_from_its_board_to_one_line_in_four_taps(cast: Cast) -> None:
    officer = cast.officer("county_conduct", area=COUNTY)
    officer.goto("/desk/board/")
    taps = ("青石镇", "下宫村", re.compile("2023年4月 财务收支明细"), re.compile("记-7 付垃圾清运费"))
    for tap in taps:
        officer.locator("#main, main").get_by_role("link", name=tap, exact=True).first.click()
    officer.wait_for_url("**/v/*/p/**")
    line = officer.locator(f"[id='{urlsplit(officer.url).fragment}']")
    expect(line).to_contain_text("付垃圾清运费")
    expect(line).to_be_in_viewport()


def report_about_the_head(cast: Cast, she: Page) -> str:
    """From the village's home to the receipt in three submits; returns the receipt's digits."""
    she.goto(cast.village())
    she.get_by_role("link", name=re.compile("我要反映")).first.click()
    with posts(she) as sent:
        she.get_by_text("反映干部的问题").click()
        walks.onwards(she)
        she.get_by_label("把事情写下来").fill(WORDS)
        she.get_by_text(HEAD).click()
        walks.onwards(she)
        expect(she.get_by_role("region", name="谁会看到").first).to_contain_text("青石镇")
        she.get_by_role("button", name=re.compile("^送到.*青石镇")).click()
        code = walks.receipt(she)
    assert len(sent) == 3
    return code


def answered_above(cast: Cast, case: str) -> None:
    """One officer of the township settles whom it is about and answers, another lets the answer go."""
    officer = cast.officer("township_discipline", area=TOWN)
    officer.goto(case)
    assert officer.get_by_role("checkbox", name=re.compile(HEAD)).first.is_checked()
    officer.get_by_label("为什么这样确定（反映人看不到）").fill("反映人选的就是本人，核对无误。")
    officer.get_by_role("button", name="确定", exact=True).click()
    officer.wait_for_url(re.compile("done="))
    officer.goto(case)  # it might have gone to another desk, so the list comes first
    expect(officer.get_by_text("已经确定，可以重新确定")).to_be_visible()
    officer.get_by_label("答复", exact=True).fill(ANSWER)
    officer.get_by_role("button", name="送复核").click()
    officer.wait_for_url(re.compile("done=answer"))
    other = cast.officer("township_discipline_head", area=TOWN)
    other.goto(case)
    other.get_by_role("button", name="同意，送给反映人").click()
    other.wait_for_url(re.compile("done="))


def nothing_to_be_found(page: Page, case: str) -> None:
    """Neither in lists nor in notices, and every address of it is not there."""
    for path in ("/desk/cases/", "/desk/cases/?all", "/desk/", "/desk/notices/", "/desk/watch/", "/desk/board/"):
        page.goto(path)
        text = page.content()
        assert not [said for said in (WORDS[:6], case, case.rstrip("/").rpartition("/")[2]) if said in text], path
    ref = case.rstrip("/").rpartition("/")[2]
    for path in (case, f"/desk/r/{ref}/", f"/r/{ref}"):
        answer = page.goto(path)
        assert answer is not None and answer.status == 404, path
        assert WORDS[:6] not in page.content()


class posts:
    """The forms a page sends while the block runs."""

    def __init__(self, page: Page) -> None:
        self.page, self.sent = page, list[str]()

    def __enter__(self) -> list[str]:
        self.page.on("request", self._hear)
        return self.sent

    def __exit__(self, *_: object) -> None:
        self.page.remove_listener("request", self._hear)

    def _hear(self, request: Request) -> None:
        if request.method == "POST":
            self.sent.append(request.url)


def names_of_the_list() -> Iterator[str]:
    """Everybody's full name in the sample's list."""
    rows = list(openpyxl.load_workbook(LIST, read_only=True).worksheets[0].iter_rows(values_only=True))
    column = next(row.index("户主姓名") for row in rows if "户主姓名" in row)
    return (str(row[column]) for row in rows[3:] if row[column] and NAME.fullmatch(str(row[column])))
