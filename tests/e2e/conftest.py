"""The browser, the product, and the people who use it.

One installation with the sample county is made per run; every test file gets a copy of its own, so that no file
depends on what another did.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.e2e.people import Cast
from tests.e2e.product import ROOT, Product, drop_database, fresh

DATABASE = os.environ.get("XIAOWEI_DATABASE", "")
SHOTS = ROOT / "test-results" / ("postgresql" if DATABASE else "sqlite")
QUIET = [
    "--no-sandbox",  # tests run as root in a container
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
    "--no-first-run",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.fail("Chromium is missing. Please run scripts/needs.")
    started = playwright.chromium.launch(executable_path=program, args=QUIET)
    yield started
    started.close()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Prepared and never served; the others are copied from it once the sample county is in."""
    product = fresh(tmp_path_factory.mktemp("e2e") / "installed", database=DATABASE)
    yield product
    drop_database(product.database)


@pytest.fixture(scope="session")
def known(installed: Product) -> dict[str, Any]:
    """Loads the sample county; what `demo --json` tells: log-ins, villages, an invitation."""
    told: dict[str, Any] = json.loads(installed.run("demo", "--json").stdout)
    return told


@pytest.fixture(scope="module")
def house(installed: Product, known: dict[str, Any], request: pytest.FixtureRequest) -> Iterator[Product]:
    """The product, serving, for the tests of one file."""
    product = installed.copy(installed.var.with_name(Path(request.node.name).stem))
    product.start()
    yield product
    product.stop()
    drop_database(product.database)


@pytest.fixture(scope="module")
def cast(browser: Browser, house: Product, known: dict[str, Any]) -> Iterator[Cast]:
    """Everybody, each with a browser of his own."""
    people = Cast(browser, house, known)
    yield people
    people.leave()


@pytest.fixture(scope="session")
def shots() -> Path:
    SHOTS.mkdir(parents=True, exist_ok=True)
    return SHOTS
