"""The product as a newcomer starts it: a folder, a database, a port, `python -m xiaowei`. Nothing of it is imported."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
NOW = "2023-06-05T09:00:00+08:00"  # a Monday: the accounts of May are due by the 10th
STARTS, ENDS = 60.0, 6.0  # seconds; the promise is shorter, the machine may be busy


class NotStarted(Exception):
    """The product did not answer in time; the message holds what it wrote."""


@dataclass
class Product:
    """One installation, its commands, and its server while it runs."""

    var: Path
    database: str = ""  # URL; empty means SQLite in `var`
    now: str = NOW
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.var.parent / f"{self.var.name}.log"

    def environment(self, *, now: str | None = None) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XIAOWEI_", "DJANGO_"))}
        ours = {"XIAOWEI_VAR": str(self.var), "XIAOWEI_NOW": now or self.now}
        ours |= {"XIAOWEI_DATABASE": self.database} if self.database else {}
        ours |= {"XIAOWEI_BIND": f"127.0.0.1:{self.port}"} if self.port else {}
        return kept | ours

    def run(
        self, *arguments: str, now: str | None = None, expect: int | None = 0
    ) -> "subprocess.CompletedProcess[str]":
        """One command to its end; fails the test unless it ends with `expect` (None: any code)."""
        done = subprocess.run(
            [sys.executable, "-m", "xiaowei", *arguments],
            cwd=ROOT,
            env=self.environment(now=now),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if expect is not None:
            assert done.returncode == expect, f"xiaowei {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done

    def begin(self, *arguments: str, now: str | None = None) -> "subprocess.Popen[str]":
        """A command that runs beside others."""
        return subprocess.Popen(
            [sys.executable, "-m", "xiaowei", *arguments],
            cwd=ROOT,
            env=self.environment(now=now),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def verify(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads(self.run("trail", "verify", "--json", expect=None).stdout)
        return report

    def start(self) -> None:
        """Serve; returns when the first page answers."""
        self.port = self.port or free_port()
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "xiaowei", "serve"],
                cwd=ROOT,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + STARTS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), urllib.request.urlopen(self.url + "/", timeout=5) as answer:
                assert answer.status == 200
                return
            if self.process is None or self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise NotStarted(self.log.read_text(errors="replace")[-4000:])

    def stop(self) -> float:
        """TERM, then wait for everything to end; returns the seconds it took."""
        if self.process is None:
            return 0.0
        everybody, began = self.tree(), time.monotonic()
        self.process.terminate()
        self.process.wait(ENDS)
        while any(alive(one) for one in everybody):
            if time.monotonic() - began > ENDS:
                left = [one for one in everybody if alive(one)]
                kill(left)
                raise AssertionError(f"still running {ENDS} s after TERM: {left}")
            time.sleep(0.02)
        self.process = None
        return time.monotonic() - began

    def kill(self) -> None:
        """What a power cut does to the processes: all of them, at once, unasked."""
        everybody = self.tree()
        kill(everybody)
        if self.process is not None:
            self.process.wait(ENDS)
        self.process = None

    def tree(self) -> list[int]:
        """The supervisor and everything below it."""
        return [self.process.pid, *descendants(self.process.pid)] if self.process else []

    def copy(self, var: Path) -> "Product":
        """The same installation once more, as it stands; this one must not be serving."""
        assert self.process is None
        shutil.copytree(self.var, var)
        return Product(var, database=copy_database(self.database, var.name), now=self.now)

    def change_by_hand(self, statement: str) -> int:
        """What somebody with the database's own password can do; returns how many rows it touched."""
        if not self.database:
            import sqlite3

            with contextlib.closing(sqlite3.connect(self.var / "xiaowei.sqlite3")) as lite:
                touched = lite.execute(statement).rowcount
                lite.commit()
                return touched
        with psycopg.connect(self.database) as server:
            return server.execute(statement.encode()).rowcount

    def ask_by_hand(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the database."""
        if not self.database:
            import sqlite3

            with contextlib.closing(sqlite3.connect(self.var / "xiaowei.sqlite3")) as lite:
                return list(lite.execute(query))
        with psycopg.connect(self.database) as server:
            return list(server.execute(query.encode()))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def fresh(folder: Path, *, database: str) -> Product:
    """Prepared, and empty."""
    product = Product(folder, database=copy_database(database, folder.name, template="template0"))
    product.run("prepare")
    return product


def copy_database(url: str, name: str, *, template: str = "") -> str:
    """A PostgreSQL database named after the installation, a copy of this one unless a template is named."""
    if not url:
        return ""
    parts = urlsplit(url)
    here = unquote(parts.path.strip("/"))
    there = f"e2e_{name}".replace("-", "_").lower()
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(there)))
        server.execute(copy.format(sql.Identifier(there), sql.Identifier(template or here)))
    return parts._replace(path=f"/{there}").geturl()


def drop_database(url: str) -> None:
    if url:
        parts = urlsplit(url)
        with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
            name = sql.Identifier(unquote(parts.path.strip("/")))
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def descendants(pid: int) -> list[int]:
    """Every process below this one, from /proc."""
    try:
        tasks = [*Path(f"/proc/{pid}/task").iterdir()]
        children = {int(one) for task in tasks for one in (task / "children").read_text().split()}
    except OSError:
        return []
    return [found for child in sorted(children) for found in (child, *descendants(child))]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def alive(pid: int) -> bool:
    """Whether the process runs; one that ended and was not yet buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def kill(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
