"""The web worker answers on a socket that it did not open, and leaves it open for the next one."""

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest

PATIENCE = 30  # seconds

WORKER = """
import os, sys
from xiaowei.ops import web

def hello(environ, start_response):
    start_response("200 OK", [("content-type", "text/plain"), ("content-length", "5")])
    return [b"hello"]

web.serve(int(sys.argv[1]), lambda: hello)
"""


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        opened.setblocking(False)
        yield opened


def worker(listener: socket.socket) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(listener.fileno())],
        pass_fds=(listener.fileno(),),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def ask(listener: socket.socket) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{listener.getsockname()[1]}/", timeout=PATIENCE) as answer:
        return bytes(answer.read())


def test_it_answers_ends_on_term_and_says_nothing_about_who_asked(listener: socket.socket) -> None:
    first = worker(listener)
    assert ask(listener) == b"hello"
    first.send_signal(signal.SIGTERM)
    said, _ = first.communicate(timeout=PATIENCE)
    assert first.returncode == 0
    assert said == ""


def test_a_caller_between_two_workers_waits_and_is_served(listener: socket.socket) -> None:
    first = worker(listener)
    ask(listener)
    first.kill()
    first.wait(PATIENCE)
    second = worker(listener)  # asked before it can possibly have started
    try:
        assert ask(listener) == b"hello"
    finally:
        second.kill()
        second.wait(PATIENCE)
