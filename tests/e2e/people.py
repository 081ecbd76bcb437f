"""The named cast: each person has a browser of her own and keeps it for one test file."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.product import ROOT, Product

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1366, "height": 768}
LANGUAGE = "zh-CN"

XIAGONG, TOWN, COUNTY = "990101100201", "990101100", "990101"  # 下宫村, its 青石镇 and their 示范县
OTHER_XIAGONG = "990101101204"  # the other 下宫村, in 白塔镇
MAY = ROOT / "samples" / "disclosures" / "01_下宫村_2023年5月_财务收支明细.xlsx"


@dataclass
class Cast:
    """Who lives and works in the sample county."""

    browser: Browser
    house: Product
    known: dict[str, Any]
    contexts: list[BrowserContext] = field(default_factory=list)
    desks: dict[str, Page] = field(default_factory=dict)

    def villager(self, *, viewport: dict[str, int] | None = None, **options: Any) -> Page:
        """Somebody with a cheap phone that runs no script."""
        size = viewport or PHONE
        small = size["width"] < 600
        return self._page(viewport=size, java_script_enabled=False, is_mobile=small, has_touch=small, **options)

    def officer(self, role: str, *, area: str = XIAGONG) -> Page:
        """The workbench of whoever holds this post, logged in."""
        login = self.login(role, area=area)
        if login["username"] not in self.desks:
            page = self._page(viewport=DESK)
            self.log_in(page, login)
            self.desks[login["username"]] = page
        return self.desks[login["username"]]

    def stranger(self) -> Page:
        """Somebody at a desk who has not logged in."""
        return self._page(viewport=DESK)

    def log_in(self, page: Page, login: dict[str, str]) -> None:
        page.goto("/desk/login/")
        self.fill_log_in(page, login)
        page.wait_for_url(re.compile(r"/desk/(?!login)"))

    def fill_log_in(self, page: Page, login: dict[str, str]) -> None:
        page.get_by_label("用户名").fill(login["username"])
        page.get_by_label("口令").fill(login["password"])
        page.get_by_role("button", name="登录").click()

    def login(self, role: str, *, area: str = XIAGONG) -> dict[str, str]:
        found: dict[str, str] = next(
            one for one in self.known["logins"] if one["role"] == role and one["area_code"] == area
        )
        return found

    def village(self, code: str = XIAGONG) -> str:
        """The path of a village's home."""
        path: str = next(one["url"] for one in self.known["villages"] if one["code"] == code)
        return path

    def leave(self) -> None:
        for context in self.contexts:
            context.close()

    def _page(self, **options: Any) -> Page:
        context = self.browser.new_context(base_url=self.house.url, locale=LANGUAGE, **options)
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        return context.new_page()
