"""The work list of a village's head: 50 open cases of his own, in an installation of 1,000 and of 100,000."""

import contextlib
import itertools
import re
import subprocess
import sys
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

from bench import load
from bench.goals import Figure
from bench.house import House, house

SMALL, LARGE = 1_000, 100_000
ROWS = 50
LIST = "/desk/cases/"
HEAD = "village_head"  # who answers the village's cases


def growth() -> Figure:
    """Time of one work list in the large house, as a multiple of that in the small one."""
    with contextlib.ExitStack() as stack:
        lists = [_list_of(stack.enter_context(house()), count) for count in (SMALL, LARGE)]
        small, large = lists
        rates = load.compare(
            lambda: load.rate(large[0], itertools.repeat(large[1]), connections=1),
            lambda: load.rate(small[0], itertools.repeat(small[1]), connections=1),
        )
    note = f"{1000 / rates.ours:.1f} and {1000 / rates.yardstick:.1f} ms"
    return Figure(f"work list of 50 in {LARGE:,} / in {SMALL:,} cases", 1 / rates.ratio, 1.5, "x", note=note)


def _list_of(home: House, count: int) -> tuple[int, bytes]:
    """The port, and the request of a work list for somebody who is logged in."""
    login = next(login for login in home.demo["logins"] if login["role"] == HEAD)
    village = next(village["ref"] for village in home.demo["villages"] if village["code"] == login["area_code"])
    command = [sys.executable, "-m", "bench.fill", str(count), village]
    subprocess.run(command, env=dict(home.env), check=True)
    cookies = log_in(home, login["username"], login["password"])
    request = f"GET {LIST} HTTP/1.1\r\nHost: 127.0.0.1:{home.port}\r\nCookie: {cookies}\r\n\r\n"
    page = urlopen(Request(f"http://127.0.0.1:{home.port}{LIST}", headers={"Cookie": cookies})).read().decode()
    if len(set(re.findall(r"第 \d+ 件", page))) < ROWS - 1:  # the sample's own open case is on the list too
        raise RuntimeError("the work list does not show its rows: this would measure something else")
    return home.port, request.encode()


def log_in(home: House, username: str, password: str) -> str:
    """The Cookie header of a new session. Raises RuntimeError when the log-in is refused."""
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    address = f"http://127.0.0.1:{home.port}/desk/login/"
    page = browser.open(address).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    fields = {"username": username, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
    if browser.open(address, urlencode(fields).encode()).geturl() == address:
        raise RuntimeError("the sample log-in was refused")
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
