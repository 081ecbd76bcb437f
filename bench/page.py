"""A publication's page: how near its delivery comes to sending bytes from memory, and what a first view costs."""

import contextlib
import shutil
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from bench import load
from bench.goals import Figure
from bench.house import House
from bench.yardsticks import running

HEADERS = {"Accept-Encoding": "gzip, deflate, br", "User-Agent": "bench"}


def speed(house: House) -> Figure:
    """Requests per second of the stored page, as a share of a bare callable that returns the same bytes."""
    path = house.publication()
    load.gets(house.port, path, headers=HEADERS, seconds=1)  # renders it once, as the first reader does
    with urlopen(Request(f"http://127.0.0.1:{house.port}{path}", headers=HEADERS)) as answer:
        same = house.var / "page.bytes"
        same.write_bytes(answer.read())
        kind = answer.headers["Content-Type"]
    with running("bare", str(same), kind, env=house.env) as bare:
        rates = load.compare(
            lambda: load.gets(house.port, path, headers=HEADERS), lambda: load.gets(bare, "/", headers=HEADERS)
        )
    note = f"{rates.ours:.0f} and {rates.yardstick:.0f}/s, {same.stat().st_size} bytes, by {load.client()}"
    return Figure("publication page / bare WSGI callable", rates.ratio, 0.5, "x", at_least=True, note=note)


def first_view(house: House) -> list[Figure]:
    """What a browser that comes for the first time asks for."""
    names = ("first view: requests", "first view: kilobytes on the wire", "first view: requests to other hosts")
    goals = ((4, ""), (60, "KB"), (0, ""))
    values: tuple[float, float, float] | None
    try:
        values, note = _in_a_browser(f"http://127.0.0.1:{house.port}{house.publication()}"), ""
    except RuntimeError as missing:
        values, note = None, str(missing)
    return [
        Figure(name, value, goal, unit, note=note)
        for name, value, (goal, unit) in zip(names, values or (None, None, None), goals, strict=True)
    ]


def _in_a_browser(url: str) -> tuple[float, float, float]:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise RuntimeError("needs chromium")
    with contextlib.ExitStack() as stack:
        try:
            from playwright.sync_api import sync_playwright
        except ImportError:
            raise RuntimeError("needs playwright") from None
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=str(Path(chromium)), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 780})
        wire = page.context.new_cdp_session(page)
        asked: list[str] = []
        sizes: list[float] = []
        wire.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        wire.send("Network.enable")
        page.goto(url, wait_until="networkidle")
        browser.close()
    real = [address for address in asked if not address.startswith("data:")]
    foreign = [address for address in real if urlsplit(address).netloc != urlsplit(url).netloc]
    return float(len(real)), sum(sizes) / 1024, float(len(foreign))
