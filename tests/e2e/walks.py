"""What people do at the workbench, in their words; a walk returns where it led."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.e2e.people import MAY, TOWN, Cast

SIGNERS = (
    ("supervision_head", None, "签字同意"),
    ("party_secretary", None, "签发"),
    ("agency_accountant", TOWN, "核对无误，公开"),
)


def upload(clerk: Page, file: Path = MAY) -> None:
    """The clerk chooses a file and has it read."""
    clerk.goto("/desk/")
    clerk.get_by_role("link", name="上传表格").first.click()
    clerk.get_by_label("表格文件").set_input_files(file)
    clerk.get_by_role("button", name="上传并读表").click()


def submit(clerk: Page) -> str:
    """She sends what is on her screen to the reviewers; returns the path of the version's review."""
    clerk.get_by_role("button", name="送监委会审核").click()
    clerk.wait_for_url(re.compile(r"/desk/review/.*done=submitted"))
    return clerk.url.split("?")[0]


def sign(officer: Page, review: str, button: str) -> None:
    """He opens the version and signs what he sees."""
    officer.goto(review)
    officer.get_by_role("button", name=button, exact=True).click()
    officer.wait_for_url(re.compile("done=signed"))


def publish(cast: Cast, file: Path = MAY, *, reason: str = "") -> str:
    """From the clerk's file to the public page; returns its path."""
    clerk = cast.officer("clerk")
    upload(clerk, file)
    if reason:
        clerk.get_by_label("更正说明").fill(reason)
    return signed_by_all(cast, submit(clerk))


def signed_by_all(cast: Cast, review: str) -> str:
    """The three sign what the clerk sent; returns the path of the public page."""
    for role, area, button in SIGNERS:
        officer = cast.officer(role, **({"area": area} if area else {}))
        sign(officer, review, button)
    link = officer.get_by_role("link", name="看公开的页面和留痕校验")
    expect(link).to_be_visible()
    path: str = link.get_attribute("href") or ""
    return path


SEND = re.compile("^送(出$|到)")  # to the village, or to the office the button names


def write_doubt(page: Page, path: str, words: str, *, photos: list[dict[str, object]] | None = None) -> None:
    """A villager goes through the steps at `path` up to the one that says who will read it."""
    page.goto(path)
    if page.get_by_role("radio", name="求帮忙").count():
        page.get_by_text("求帮忙").click()
        onwards(page)
    page.get_by_label("把事情写下来").fill(words)
    for number, photo in enumerate(photos or [], start=1):
        page.get_by_label(f"照片 {number}").set_input_files(photo)  # type: ignore[arg-type]
    onwards(page)
    expect(page.get_by_role("heading", name="谁会看到").first).to_be_visible()


def onwards(page: Page) -> None:
    """To the next step of a report."""
    page.get_by_role("button", name="下一步").click()


def send_doubt(page: Page, path: str, words: str, *, photos: list[dict[str, object]] | None = None) -> str:
    """A villager fills the form at `path` and sends it without a name; returns the receipt's 16 digits."""
    write_doubt(page, path, words, photos=photos)
    page.get_by_role("button", name=SEND).click()
    return receipt(page)


def answer(cast: Cast, words: str, text: str) -> None:
    """The village head answers the doubt with these words in it, and the supervision head lets the answer go."""
    for role, label, button in (("village_head", text, "送复核"), ("supervision_head", "", "同意，送给反映人")):
        officer = cast.officer(role)
        officer.goto("/desk/cases/")
        officer.get_by_role("link", name=re.compile(words)).first.click()
        if label:
            officer.get_by_label("答复", exact=True).fill(label)
        officer.get_by_role("button", name=button).click()
        officer.wait_for_url(re.compile("done="))


def lose_the_answer(page: Page, send: Callable[[], None]) -> None:
    """The form reaches the server, and the net breaks before the answer is back."""

    def drop(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/ask/**", drop)
    with page.expect_event("requestfailed"):
        send()
    page.unroute("**/ask/**")


def receipt(page: Page) -> str:
    """The code on the receipt page."""
    expect(page.get_by_role("heading", name="已经收到")).to_be_visible()
    digits = re.sub(r"\D", "", page.locator("#receipt").inner_text())
    assert len(digits) == 16
    return digits


def in_fours(code: str) -> str:
    """As people copy it from the screen."""
    return " ".join(code[at : at + 4] for at in range(0, 16, 4))


def open_case(page: Page, code: str) -> None:
    """She types her code."""
    page.goto("/case/")
    page.get_by_label("回执号").fill(in_fours(code))
    page.get_by_role("button", name="看进度").click()
    page.wait_for_url("**/case/view/**")


def log_in_at_home(page: Page, login: dict[str, str]) -> None:
    """A villager logs in for her own household."""
    page.goto("/me/login/")
    fill_member(page, login)
    page.wait_for_url(re.compile("/me/$"))


def fill_member(page: Page, login: dict[str, str]) -> None:
    """Her name and password, and in."""
    page.get_by_label("登录名").fill(login["name"])
    page.get_by_label("口令").fill(login["password"])
    page.get_by_role("button", name="登录").click()
