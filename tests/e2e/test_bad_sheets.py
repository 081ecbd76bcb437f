"""Files that cannot be taken: each time what it is and what to do, and nothing half-done is left behind."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e import sheets, walks
from tests.e2e.people import TOWN, Cast
from tests.e2e.product import Product


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (sheets.web_page, "5月收支.xls", "网页|另存"),
        (sheets.pdf, "5月收支.xlsx", "PDF"),
        (sheets.too_long, "补贴.csv", "100,?000|10 ?万"),
        (sheets.of_another_county, "上坪村.csv", "上坪村|东风镇|另一县"),
    ],
)
def test_what_is_refused_says_why(
    cast: Cast, house: Product, tmp_path: Path, make: Callable[[Path], Path], name: str, said: str
) -> None:
    before = drafts(house)
    clerk = cast.officer("clerk")
    clerk.goto("/desk/upload/")
    clerk.get_by_label("表格文件").set_input_files(make(tmp_path / name))
    response = sent(clerk)
    assert 400 <= response.status < 500
    expect(clerk.get_by_role("alert")).to_contain_text(re.compile(said))
    expect(clerk.get_by_text("请重新选一个文件")).to_be_visible()
    assert drafts(house) == before


def test_a_row_that_fits_nowhere_stops_the_whole_list(cast: Cast, house: Product, tmp_path: Path) -> None:
    before = drafts(house)
    office = cast.officer("township_office", area=TOWN)
    office.goto("/desk/upload/")
    office.get_by_label("表格文件").set_input_files(sheets.for_two_villages(tmp_path / "青石镇补贴.csv"))
    sent(office)
    expect(office.get_by_text(re.compile("上坪村")).first).to_be_visible()
    assert drafts(house) == before


def test_the_same_file_twice_leaves_one_draft_and_two_screens_sign_once(cast: Cast, house: Product) -> None:
    clerk = cast.officer("clerk")
    walks.upload(clerk)
    before = drafts(house, "AND state = 'draft'")
    walks.upload(clerk)
    assert drafts(house, "AND state = 'draft'") == before  # the second took the place of the first
    review = walks.submit(clerk)
    head = cast.officer("supervision_head")
    head.goto(review)
    again = head.context.new_page()  # the same man at two screens
    again.goto(review)
    walks.sign(head, review, "签字同意")
    with again.expect_response(lambda one: one.request.method == "POST") as caught:
        again.get_by_role("button", name="签字同意", exact=True).click()
    assert 400 <= caught.value.status < 500
    again.close()
    ref = review.rstrip("/").rpartition("/")[2]
    signed = "SELECT count(*) FROM disclosure_step WHERE move = 'review' AND version_id ="
    assert house.ask_by_hand(f"{signed} '{ref}'")[0][0] == 1


def sent(page: Page) -> Response:
    """The answer to the file that was chosen."""
    with page.expect_response(lambda one: one.request.method == "POST") as caught:
        page.get_by_role("button", name="上传并读表").click()
    return caught.value


def drafts(house: Product, more: str = "") -> int:
    """Versions there are, of all villages."""
    return int(house.ask_by_hand(f"SELECT count(*) FROM disclosure_version WHERE 1 = 1 {more}")[0][0])
