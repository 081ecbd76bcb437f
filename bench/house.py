"""An installation of our own to measure: a temporary var folder with the sample county, served on a free port."""

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.yardsticks import wait_for

REF = "[a-z2-7]{26}"


@dataclass
class House:
    """The installation while it is served."""

    env: Mapping[str, str]
    port: int
    pid: int
    demo: dict[str, Any]  # what `xiaowei demo --json` says: log-ins by role, villages

    @property
    def var(self) -> Path:
        return Path(self.env["XIAOWEI_VAR"])

    def text(self, path: str) -> str:
        """The page as a browser without script or compression gets it."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
            return str(answer.read().decode())

    def publication(self) -> str:
        """The path of a published account, found the way a villager does: home page, village, link."""
        for village in _links(self.text("/"), rf"/v/{REF}/"):
            account = rf'href="(/v/{REF}/p/{REF}/)"[^>]*>(?:(?!</a>).)*财务收支'
            if found := re.findall(account, self.text(village), re.DOTALL):
                return str(found[0])
        raise RuntimeError("no village of the sample county has published its accounts")


def _links(page: str, pattern: str) -> list[str]:
    return re.findall(f'href="({pattern})"', page)


def environment(folder: Path, *, database: str = "") -> dict[str, str]:
    """The environment of an installation in `folder`, and nothing of the caller's own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("XIAOWEI_")}
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    return clean | {"XIAOWEI_VAR": str(folder), "XIAOWEI_BIND": address, "XIAOWEI_DATABASE": database}


def xiaowei(env: Mapping[str, str], *arguments: str) -> str:
    """Run one command; its stdout. Raises CalledProcessError when it is refused."""
    command = [sys.executable, "-m", "xiaowei", *arguments]
    return subprocess.run(command, env=dict(env), check=True, stdout=subprocess.PIPE, text=True).stdout


def furnish(env: Mapping[str, str]) -> dict[str, Any]:
    """Database, files and sample county; what `demo --json` says."""
    xiaowei(env, "prepare")
    return dict(json.loads(xiaowei(env, "demo", "--json")))


@contextmanager
def served(env: Mapping[str, str], demo: dict[str, Any]) -> Iterator[House]:
    """Serve it until the block ends."""
    process = subprocess.Popen([sys.executable, "-m", "xiaowei", "serve"], env=dict(env), stdout=subprocess.DEVNULL)
    port = int(env["XIAOWEI_BIND"].rpartition(":")[2])
    try:
        wait_for(port, process)
        yield House(env, port, process.pid, demo)
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def house(*, database: str = "") -> Iterator[House]:
    """A furnished installation, served; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="xiaowei-bench-") as folder:
        env = environment(Path(folder) / "var", database=database)
        with served(env, furnish(env)) as open_house:
            yield open_house
