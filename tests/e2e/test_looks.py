"""Every page on a phone and on a desk: nothing for axe to find, no sideways scroll, large enough to tap and to read.

Pictures of all of them are left in test-results/ for human eyes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.e2e import looks, sheets, walks
from tests.e2e.people import COUNTY, PHONE, TOWN, Cast
from tests.e2e.photos import photo
from tests.e2e.product import Product

NARROWEST, WIDEST = 320, 1440
WIDTHS = {"normal": (360, 1280), "care": (360,), "workbench": (360, 1366)}
LEAST = {"normal": 17.0, "care": 22.0}  # px of running text
MOST_REQUESTS, MOST_BYTES = 4, 60 * 1024
ABSENT = "a" * 26


@dataclass
class Scene:
    """What has happened before anybody looks: paths of pages by name."""

    villager: dict[str, str] = field(default_factory=dict)
    workbench: dict[str, tuple[str, str | None, str]] = field(default_factory=dict)  # role, area, path
    codes: dict[str, str] = field(default_factory=dict)
    member: dict[str, str] = field(default_factory=dict)  # a villager's log-in
    member_pages: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def scene(cast: Cast, house: Product, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """May is published and doubted, a correction waits for its reviewer, words about a cadre wait in the township."""
    village, made = cast.village(), Scene()
    page = urlsplit(walks.publish(cast)).path
    she = cast.villager()
    ask = page.replace("/v/", "/ask/").replace("/p/", "/")
    picture: dict[str, object] = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    made.codes["case"] = walks.send_doubt(she, ask, "下水道清淤写的是挖机3小时，请把派工单公开。", photos=[picture])
    made.codes["case-answered"] = walks.send_doubt(she, ask, "沙袋买了多少，放在哪里？")
    walks.send_doubt(she, ask, "韩丙辰把清淤的活给了自家人，请查。")
    she.goto(page)
    line = she.get_by_role("link", name=re.compile("有疑问.*记-7", re.S)).get_attribute("href")
    clerk = cast.officer("clerk")
    walks.upload(clerk)
    sheet = urlsplit(clerk.url).path
    clerk.get_by_label("更正说明").fill("补充说明地点")
    review = urlsplit(walks.submit(clerk)).path
    head = cast.officer("village_head")
    walks.answer(cast, "沙袋", "沙袋200条，放在防汛仓库，随时可以来看。")
    head.goto("/desk/cases/")
    head.get_by_role("link", name=re.compile("下水道清淤")).first.click()
    case = urlsplit(head.url).path
    official = cast.officer("township_discipline", area=TOWN)
    official.goto("/desk/cases/?all")
    official.get_by_role("link", name=re.compile("自家人")).first.click()
    she.goto(f"{village}benefits/")
    subsidy = str(she.get_by_role("link", name=re.compile("耕地地力保护补贴")).first.get_attribute("href"))
    she.goto(f"{village}powers/")
    power = str(she.locator("details a").first.get_attribute("href"))
    inspector = cast.officer("county_conduct", area=COUNTY)
    inspector.goto("/desk/checks/")
    check = str(inspector.get_by_role("link", name=re.compile("下宫村")).first.get_attribute("href"))
    clerk.goto("/desk/group/")
    clerk.get_by_role("button", name=re.compile("^生成")).first.click()
    expect(clerk.get_by_role("button", name="已转发").first).to_be_visible()  # a message waits to be carried
    made.member = cast.known["member_login"]
    made.member_pages = {
        "me": "/me/",
        "me-benefits": "/me/benefits/",
        "me-village-list": subsidy.replace("/v/", "/me/v/"),
    }
    made.villager = {
        "choose": "/",
        "found": "/?q=下宫村",
        "home": village,
        "assets": f"{village}assets/",
        "projects-empty": f"{village}projects/",
        "publication": page,
        "proof": f"{page}proof/",
        "ask": f"/ask{village[2:]}",
        "ask-line": str(line),
        "code": "/case/",
        "subsidy": subsidy,
        "powers": f"{village}powers/",
        "power": power,
        "group": f"{village}group/",
        "rate": page.replace("/v/", "/rate/").replace("/p/", "/"),
        "me-login": "/me/login/",
        "left": "/leave",
        "absent": f"/v/{ABSENT}/",
    }
    made.workbench = {
        "login": ("", None, "/desk/login/"),
        "today-head": ("village_head", None, "/desk/"),
        "today-supervision": ("supervision_head", None, "/desk/"),
        "today-discipline": ("township_discipline", TOWN, "/desk/"),
        "upload": ("clerk", None, "/desk/upload/"),
        "sheet": ("clerk", None, sheet),
        "sheets": ("clerk", None, "/desk/sheets/"),
        "review": ("supervision_head", None, review),
        "cases": ("village_head", None, "/desk/cases/"),
        "case": ("village_head", None, case),
        "case-discipline": ("township_discipline", TOWN, urlsplit(official.url).path),
        "group": ("clerk", None, "/desk/group/"),
        "households": ("clerk", None, "/desk/households/"),
        "checks": ("county_conduct", COUNTY, "/desk/checks/"),
        "check": ("county_conduct", COUNTY, check),
        "board": ("county_conduct", COUNTY, "/desk/board/"),
        "board-township": ("township_discipline", TOWN, "/desk/board/"),
        "board-village": ("county_conduct", COUNTY, f"/desk/board{village[2:]}"),
        "published": ("county_conduct", COUNTY, f"/desk/published/{page.rstrip('/').rpartition('/')[2]}/"),
        "calendar": ("system_admin", COUNTY, "/desk/calendar/"),
        "notices": ("village_head", None, "/desk/notices/"),
        "more": ("clerk", None, "/desk/more/"),
        "absent": ("clerk", None, f"/desk/sheet/{ABSENT}/"),
    }
    more_villagers(made, cast, house, tmp_path_factory.mktemp("looks"))
    more_workbench(made, cast, house)
    return made


def more_villagers(made: Scene, cast: Cast, house: Product, folder: Path) -> None:
    """Every kind of content, a correction's difference, a tombstone, and what can be asked about them."""
    village = cast.village()
    walks.upload(cast.officer("clerk"), sheets.changed(sheets.REGISTER, folder / "资产.xlsx", H5="123,649.00"))
    settled(cast.officer("clerk"))
    register = walks.signed_by_all(cast, walks.submit(cast.officer("clerk")))
    road = public(house, "CW16")[0]
    clerk = cast.officer("clerk")
    clerk.goto(f"/desk/review/{road}/withdraw/")
    made.workbench["withdraw"] = ("clerk", None, f"/desk/review/{public(house, 'CF06')[0]}/withdraw/")
    clerk.get_by_role("radio").first.check()
    clerk.get_by_label(re.compile("^写清哪里不对")).fill("备注里写了别人家的事")
    clerk.get_by_role("button", name="送乡镇").click()
    asked = urlsplit(clerk.url).path
    leader = cast.officer("township_leader", area=TOWN)
    leader.goto(asked)
    leader.get_by_role("button", name="同意撤回").click()
    expect(leader.get_by_text("已撤回").first).to_be_visible()
    made.workbench["withdrawal"] = ("township_leader", TOWN, asked)
    made.workbench["withdrawals"] = ("township_leader", TOWN, "/desk/withdrawals/")
    she = cast.villager()
    she.goto(register)
    line = str(she.get_by_role("link", name=re.compile("^单看")).first.get_attribute("href"))
    year = f"{village}money/2023/"
    she.goto(year)
    heap = she.locator(f"a[href^='{year}']").first
    pages = {item: f"{village}p/{public(house, item)[1]}/" for item in ("CF06", "CW16", "DW04", "DW05", "DW08")}
    made.villager |= {
        "register": register,
        "contracts": pages["CF06"],
        "dues": pages["DW04"],
        "line": line,
        "changes": f"{register}2/changes/",
        "withdrawn": pages["CW16"],
        "text": pages["DW05"],
        "decision": pages["DW08"],
        "find": f"/find{village[2:]}?q=清运费",
        "find-nothing": f"/find{village[2:]}?q=没有这样的词",
        "money": f"{village}money/",
        "money-year": year,
        "money-heap": str(heap.get_attribute("href")),
        "duties": f"{village}duties/",
        "missing": f"/ask{village[2:]}missing/",
        "missing-one": f"/ask{village[2:]}missing/CF11/2023-05-01/",
    }
    made.member_pages |= {
        "me-table": pages["DW04"].replace("/v/", "/me/v/"),
        "rate-words": pages["DW08"].replace("/v/", "/rate/").replace("/p/", "/"),
    }


def more_workbench(made: Scene, cast: Cast, house: Product) -> None:
    """The rooms of what a village owes, writes, explains and is told."""
    village = cast.village().split("/")[2]
    new = f"/desk/texts/new/?village={village}&item=DW08&kind="
    made.workbench |= {
        "forms": ("clerk", None, "/desk/forms/"),
        "duties": ("clerk", None, "/desk/duties/"),
        "nothing": ("clerk", None, f"/desk/duties/{village}/DW05/2023-05-01/nothing/"),
        "texts": ("clerk", None, "/desk/texts/"),
        "text-new": ("clerk", None, f"{new}text"),
        "decision-new": ("clerk", None, f"{new}decision"),
        "table-sheet": ("clerk", None, f"/desk/sheet/{public(house, 'CF06')[0]}/"),
        "text-sheet": ("clerk", None, f"/desk/sheet/{public(house, 'DW05')[0]}/"),
        "decision-sheet": ("clerk", None, f"/desk/sheet/{public(house, 'DW08')[0]}/"),
        "text-edit": ("clerk", None, f"/desk/texts/{public(house, 'DW05')[0]}/edit/"),
        "review-table": ("supervision_head", None, f"/desk/review/{public(house, 'CF04')[0]}/"),
        "review-text": ("supervision_head", None, f"/desk/review/{public(house, 'DW08')[0]}/"),
        "catalogue": ("party_secretary", None, "/desk/catalogue/"),
        "catalogue-item": ("party_secretary", None, f"/desk/catalogue/{village}/CF04/"),
        "words": ("agency_accountant", TOWN, "/desk/words/"),
        "voices": ("clerk", None, "/desk/voices/"),
    }
    clerk = cast.officer("clerk")
    clerk.goto(made.workbench["table-sheet"][2])
    columns = clerk.get_by_role("link", name="列认错了").get_attribute("href")
    made.workbench["columns"] = ("clerk", None, str(columns))
    clerk.goto("/desk/voices/")
    voice = clerk.locator("main a[href*='/voices/'], #main a[href*='/voices/']").first
    if voice.count():
        made.workbench["voice"] = ("clerk", None, str(voice.get_attribute("href")))


def settled(clerk: Page) -> None:
    """A reason for every error, and for the correction."""
    for box in clerk.get_by_label(re.compile("^写明原因|^更正说明")).all():
        box.fill("办公楼折旧少记1元，合计行照旧表。")


def public(house: Product, item: str) -> tuple[str, str]:
    """The latest version and the publication of an item in 下宫村."""
    asked = f"""SELECT version.ref, publication.ref FROM disclosure_version version
        JOIN disclosure_publication publication ON publication.ref = version.publication_id
        WHERE publication.item = '{item}' AND version.number = publication.published_number"""
    version, publication = house.ask_by_hand(asked)[0]
    return version, publication


@pytest.fixture(scope="module")
def eyes(browser: Browser, house: Product) -> Iterator[BrowserContext]:
    """A browser that lets us measure: scripts run, and axe may come in past the page's own policy."""
    context = browser.new_context(base_url=house.url, bypass_csp=True, locale="zh-CN")
    yield context
    context.close()


def faults(page: Page, *, widths: tuple[int, ...], shots: Path, name: str) -> list[str]:
    """What is wrong with the page that is open, at each width."""
    found: list[str] = []
    for width in sorted({*widths, NARROWEST, WIDEST}):
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        if wider := looks.overflow(page):
            found.append(f"{width}: {wider} px wider than the window")
        if width not in widths:
            continue
        found += [f"{width}: axe {one}" for one in looks.violations(page)]
        looks.shot(page, shots, f"{name}-{width}")
    return found


def test_the_yardstick_itself(eyes: BrowserContext) -> None:
    page = eyes.new_page()
    page.set_content('<p style="width: 900px">宽</p><img src="data:,"><button style="height: 20px">点</button>')
    page.set_viewport_size(PHONE)
    assert looks.overflow(page) > 500
    assert looks.small_targets(page)
    assert any("image-alt" in one for one in looks.violations(page))
    page.close()


@pytest.mark.parametrize("mode", ["normal", "care"])
def test_villagers_pages(mode: str, eyes: BrowserContext, scene: Scene, shots: Path) -> None:
    page, found = eyes.new_page(), []
    page.goto("/")
    page.goto(f"/mode/{mode}")

    def look(name: str) -> None:
        nonlocal found
        bad = faults(page, widths=WIDTHS[mode], shots=shots, name=f"{name}-{mode}")
        page.set_viewport_size(PHONE)
        bad += [f"small target: {one}" for one in looks.small_targets(page)]
        bad += [] if looks.body_size(page) >= LEAST[mode] else [f"body at {looks.body_size(page)} px"]
        bad += ["a script"] if page.locator("script").count() else []
        found += [f"{name}: {one}" for one in bad]

    for name, path in scene.villager.items():
        page.goto(path)
        look(name)
    page.goto(scene.villager["ask"])
    page.get_by_text("求帮忙").click()
    walks.onwards(page)
    walks.onwards(page)  # without a word
    expect(page.get_by_role("alert")).to_be_visible()
    look("ask-refused")
    walks.write_doubt(page, scene.villager["ask"], "请把派工单公开。")
    look("ask-who")
    walks.send_doubt(page, scene.villager["ask"], "请把派工单公开。")
    look("receipt")
    for name, code in scene.codes.items():
        walks.open_case(page, code)
        look(name)
    walks.log_in_at_home(page, scene.member)
    for name, path in scene.member_pages.items():
        page.goto(path)
        look(name)
    page.context.clear_cookies()
    page.close()
    assert not found, "\n".join(found)


def test_workbench_pages(browser: Browser, cast: Cast, house: Product, scene: Scene, shots: Path) -> None:
    found: list[str] = []
    for name, (role, area, path) in scene.workbench.items():
        state = cast.officer(role, **({"area": area} if area else {})).context.storage_state() if role else None
        context = browser.new_context(base_url=house.url, bypass_csp=True, locale="zh-CN", storage_state=state)
        page = context.new_page()
        page.goto(path)
        found += [
            f"{name}: {one}" for one in faults(page, widths=WIDTHS["workbench"], shots=shots, name=f"desk-{name}")
        ]
        context.close()
    assert not found, "\n".join(found)


def test_the_first_view_of_a_publication_is_small(cast: Cast, house: Product, scene: Scene) -> None:
    she = cast.villager()
    wire = she.context.new_cdp_session(she)
    sizes: list[float] = []
    asked: list[str] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    wire.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    wire.send("Network.enable")
    she.goto(scene.villager["publication"], wait_until="networkidle")
    asked = [url for url in asked if not url.startswith("data:")]
    assert len(asked) <= MOST_REQUESTS, asked
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(house.url).netloc}
    assert len(sizes) >= len(asked)
    assert sum(sizes) <= MOST_BYTES, sizes


def test_no_page_asks_another_host_or_complains(browser: Browser, cast: Cast, house: Product, scene: Scene) -> None:
    """With scripts allowed and the policy in force, as in most browsers."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "404 (Not Found)" not in message.text:
            said.append(f"{message.location['url']}: {message.text}")

    for role, paths in (
        ("", scene.villager),
        ("village_head", {"today": "/desk/", "case": scene.workbench["case"][2]}),
        ("clerk", {"sheet": scene.workbench["sheet"][2], "upload": "/desk/upload/"}),
        ("supervision_head", {"review": scene.workbench["review"][2]}),
    ):
        state = cast.officer(role).context.storage_state() if role else None
        context = browser.new_context(base_url=house.url, locale="zh-CN", storage_state=state)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.extend(elsewhere(request.url, house)))
        for name, path in paths.items():
            page.goto(path)
            assert name == "absent" or page.title()
        context.close()
    assert not said, "\n".join(said)


def test_large_type_is_one_link_away_and_stays(cast: Cast, scene: Scene) -> None:
    she = cast.villager()
    text, large = she.locator("body"), re.compile(r"^2[2-9](\.\d+)?px$")
    she.goto(scene.villager["publication"])
    expect(text).not_to_have_css("font-size", large)
    she.get_by_role("link", name="大字版").click()
    expect(text).to_have_css("font-size", large)
    assert urlsplit(she.url).path == scene.villager["publication"]
    she.get_by_role("link", name=re.compile("下宫村")).first.click()
    she.wait_for_url(f"**{scene.villager['home']}")
    expect(text).to_have_css("font-size", large)
    she.get_by_role("link", name="正常字号").click()
    expect(text).not_to_have_css("font-size", large)


def test_a_phone_shows_cards_and_a_desk_a_table(cast: Cast, scene: Scene) -> None:
    she = cast.villager(viewport={"width": 1280, "height": 900})
    she.goto(scene.villager["publication"])
    expect(she.get_by_role("columnheader", name="摘要")).to_be_visible()
    assert row_height(she) < 80
    she.set_viewport_size(PHONE)
    assert row_height(she) > 80


def row_height(page: Page) -> float:
    box = page.get_by_role("row", name=re.compile(r"记-7\b")).bounding_box()
    assert box
    return float(box["height"])


def elsewhere(url: str, house: Product) -> list[str]:
    parts = urlsplit(url)
    return [] if parts.scheme == "data" or parts.netloc == urlsplit(house.url).netloc else [f"another host: {url}"]
