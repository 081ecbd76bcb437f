"""How the product starts, ends, and comes back: nothing acknowledged is lost, whatever dies."""

import os
import re
import signal
import time
import urllib.request
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.e2e import walks
from tests.e2e.people import TOWN, Cast
from tests.e2e.product import Product, alive, command_of

WORDS = "水渠漏水，浇不上地，请来看看。"
PATIENCE = 30.0  # seconds; the promises are shorter
DUE = "2023-06-07T09:00:00+08:00"  # the first moment is over, the second, three working days later, is not
OVERDUE = "2023-07-20T09:00:00+08:00"


def test_a_dead_worker_and_a_dead_clock_come_back(house: Product) -> None:
    for name in ("xiaowei.ops.web", "xiaowei clock"):
        dead = child(house, name)
        os.kill(dead, signal.SIGKILL)
        eventually(lambda dead=dead, name=name: child(house, name) != dead and not alive(dead))
        house.wait_until_it_answers()


def test_what_was_acknowledged_survives_a_power_cut(cast: Cast, house: Product) -> None:
    she = cast.villager()
    ask = f"/ask{cast.village()[2:]}"
    codes = [walks.send_doubt(she, ask, f"{WORDS}（{number}）") for number in range(3)]
    house.kill()
    house.start()
    for number, code in enumerate(codes):
        walks.open_case(she, code)
        expect(she.get_by_text(f"{WORDS}（{number}）")).to_be_visible()
    assert house.verify()["ok"]


def test_ticks_side_by_side_lift_an_overdue_matter_once(cast: Cast, house: Product) -> None:
    ticks = [house.begin("tick", now=DUE) for _ in range(2)]
    said = [tick.communicate(timeout=120)[0] for tick in ticks]
    assert [tick.returncode for tick in ticks] == [0, 0], said
    lifted = house.ask_by_hand("SELECT count(*), count(DISTINCT case_id) FROM cases_event WHERE move = 'lift'")[0]
    assert 3 <= lifted[0] == lifted[1]  # whichever of them began later found nothing left to do
    official = cast.officer("township_discipline", area=TOWN)
    official.goto("/desk/cases/?all")
    expect(official.get_by_role("link", name=re.compile(WORDS[:6]))).to_have_count(3)
    expect(official.get_by_text("逾期升级").first).to_be_visible()
    for _ in range(2):  # three working days are over, too: each goes up once more, and then no more
        house.run("tick", now=OVERDUE)
    again = house.ask_by_hand("SELECT count(*), count(DISTINCT case_id) FROM cases_event WHERE move = 'lift'")[0]
    assert tuple(again) == (2 * lifted[1], lifted[1])  # a claim that was won twice would leave more
    assert house.verify()["ok"]


def test_everything_ends_soon_after_term(house: Product) -> None:
    with urllib.request.urlopen(house.url + "/", timeout=10) as answer:
        assert answer.status == 200
    everybody = house.tree()
    assert len(everybody) >= 3
    house.stop()  # fails when somebody is left
    assert not [one for one in everybody if alive(one)]
    house.start()


def test_the_children_of_a_killed_supervisor_end_by_themselves(house: Product) -> None:
    everybody = house.tree()
    os.kill(everybody[0], signal.SIGKILL)
    house.process.wait(PATIENCE)  # type: ignore[union-attr]
    eventually(lambda: not [one for one in everybody if alive(one)])
    house.process = None
    house.start()


def child(house: Product, name: str) -> int:
    """The process of that name below the supervisor; 0 while there is none."""
    return next((one for one in house.tree()[1:] if name in command_of(one)), 0)


def eventually(holds: Callable[[], Any]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.1)
