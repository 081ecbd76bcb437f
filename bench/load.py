"""Load: keep-alive connections that ask as fast as they are answered; alternating rounds, medians.

`wrk` is taken when it is installed, since a client in Python may be slower than the server it measures.
"""

import itertools
import re
import selectors
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

CONNECTIONS = 16
ROUNDS = 5
SECONDS = 3.0


@dataclass(frozen=True)
class Rate:
    """Requests per second of both sides: medians of the rounds."""

    ours: float
    yardstick: float

    @property
    def ratio(self) -> float:
        return self.ours / self.yardstick


def compare(ours: Callable[[], float], yardstick: Callable[[], float], *, rounds: int = ROUNDS) -> Rate:
    """Alternate the two measurements, so that a busy moment of the machine hits both; the first round warms up."""
    pairs = [(ours(), yardstick()) for _ in range(rounds + 1)][1:]
    return Rate(statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs))


def client() -> str:
    """The name of the load generator in use."""
    return "wrk" if shutil.which("wrk") else "python"


def gets(port: int, path: str, *, headers: Mapping[str, str], seconds: float = SECONDS) -> float:
    """Successful GET requests per second. Raises RuntimeError when an answer is not 200."""
    measure = _wrk if client() == "wrk" else _python
    return measure(port, path, headers, seconds)


def _wrk(port: int, path: str, headers: Mapping[str, str], seconds: float) -> float:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", f"http://127.0.0.1:{port}{path}"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return float(found[1])


def _python(port: int, path: str, headers: Mapping[str, str], seconds: float) -> float:
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *(f"{k}: {v}" for k, v in headers.items()), "", ""]
    return rate(port, itertools.repeat("\r\n".join(lines).encode()), seconds=seconds)


def rate(port: int, requests: Iterator[bytes], *, seconds: float = SECONDS, connections: int = CONNECTIONS) -> float:
    """Answers per second to whole requests, a new one sent on a connection when its last is answered.

    Raises RuntimeError when an answer is neither a page nor a redirect, or when a connection is cut.
    """
    ready = selectors.EpollSelector()
    for _ in range(connections):
        opened = socket.create_connection(("127.0.0.1", port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ready.register(opened, selectors.EVENT_READ, Answer())
        opened.sendall(next(requests))
    answered, begun = 0, time.monotonic()
    while time.monotonic() - begun < seconds:
        for key, _ in ready.select():
            connection: socket.socket = key.fileobj  # type: ignore[assignment]
            if key.data.feed(connection.recv(1 << 18)):
                answered += 1
                connection.sendall(next(requests))
    spent = time.monotonic() - begun
    for key in list(ready.get_map().values()):
        key.fileobj.close()  # type: ignore[union-attr]
    return answered / spent


class Answer:
    """Counts the bytes of one answer after another on a connection."""

    def __init__(self) -> None:
        self._head = b""
        self._left = 0

    def feed(self, data: bytes) -> bool:
        """True when the answer is complete."""
        if not data:
            raise RuntimeError("the server closed a connection")
        if self._left:
            self._left -= len(data)
            return self._left == 0
        self._head += data
        head, end, body = self._head.partition(b"\r\n\r\n")
        if not end:
            return False
        if head[9:12] not in (b"200", b"302", b"303"):
            raise RuntimeError(head.decode())
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        self._head, self._left = b"", (int(length[1]) if length else 0) - len(body)
        return self._left == 0
