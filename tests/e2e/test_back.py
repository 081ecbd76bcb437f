"""The browser's Back after a report was sent: no second case, the same receipt; and nothing left after 马上离开."""

import contextlib
import re

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e import walks
from tests.e2e.people import Cast
from tests.e2e.product import Product

WORDS = "老井旁边的路灯两个月不亮了。"


def cases_in(house: Product) -> int:
    return int(house.ask_by_hand("SELECT count(*) FROM cases_case")[0][0])


def back(page: Page) -> None:
    with contextlib.suppress(Error):  # a page that was not kept: the browser asks before it sends a form again
        page.go_back()
    with contextlib.suppress(Error):
        page.wait_for_load_state("networkidle")


def shown(page: Page) -> str:
    """The bytes of the page that is open; nothing when the browser shows a page of its own instead of ours."""
    for _try in range(20):
        if page.url.startswith("chrome-error:"):
            return ""
        with contextlib.suppress(Error):  # still on its way
            return page.content()
        page.wait_for_timeout(250)
    raise AssertionError("the page never came to rest")


def step(page: Page) -> str:
    place = page.locator("[aria-current=step]")
    return place.inner_text() if place.count() else ""


@pytest.fixture
def sent(cast: Cast, house: Product) -> tuple[Page, str, int]:
    """She has just sent a report from the village home; her page, its code, and how many cases there are."""
    she = cast.villager()
    she.goto(cast.village())
    she.get_by_role("link", name=re.compile("我要反映")).first.click()
    she.get_by_text("求帮忙").click()
    walks.onwards(she)
    she.get_by_label("把事情写下来").fill(WORDS)
    walks.onwards(she)
    she.get_by_role("button", name=walks.SEND).click()
    return she, walks.receipt(she), cases_in(house)


def test_back_to_the_words_and_sending_again_is_the_same_report(sent: tuple[Page, str, int], house: Product) -> None:
    she, code, before = sent
    back(she)
    assert WORDS not in shown(she)  # the step with her words on it stays nowhere
    back(she)
    assert step(she) == "2 说清楚"
    expect(she.get_by_label("把事情写下来")).to_have_value(WORDS)
    walks.onwards(she)
    she.get_by_role("button", name=walks.SEND).click()
    assert walks.receipt(she) == code and cases_in(house) == before


def test_back_to_the_beginning_and_the_same_again_is_the_same_report(
    sent: tuple[Page, str, int], house: Product
) -> None:
    she, code, before = sent
    for _step in range(3):
        back(she)
    assert step(she) == "1 什么事"
    she.get_by_text("求帮忙").click()
    walks.onwards(she)
    she.get_by_label("把事情写下来").fill(WORDS)
    walks.onwards(she)
    she.get_by_role("button", name=walks.SEND).click()
    assert walks.receipt(she) == code and cases_in(house) == before


def test_another_matter_is_opened_from_the_village_and_is_another_report(
    sent: tuple[Page, str, int], cast: Cast, house: Product
) -> None:
    she, code, before = sent
    assert walks.send_doubt(she, f"/ask{cast.village()[2:]}", WORDS) != code
    assert cases_in(house) == before + 1


def test_a_reload_of_the_receipt_shows_the_same_receipt(sent: tuple[Page, str, int], house: Product) -> None:
    she, code, before = sent
    she.reload()
    assert walks.receipt(she) == code and cases_in(house) == before


def test_after_leaving_the_way_back_shows_no_word_of_hers(sent: tuple[Page, str, int]) -> None:
    she, code, _before = sent
    she.get_by_role("link", name="马上离开").click()
    expect(she.get_by_role("heading", name="已经离开")).to_be_visible()
    for _step in range(4):
        back(she)
        page = shown(she)
        assert WORDS not in page and code not in re.sub(r"\D", "", page)
        assert not page or not she.locator("#words").count() or she.locator("#words").input_value() == ""
