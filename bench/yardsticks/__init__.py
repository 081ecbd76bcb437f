"""The least that the same server can do: what our pages and verbs are compared with."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def running(module: str, *arguments: str, env: Mapping[str, str]) -> Iterator[int]:
    """A yardstick on a free port, under granian with our own settings; gives the port, ends it afterwards."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        port = listener.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", f"bench.yardsticks.{module}", str(listener.fileno()), *arguments],
            pass_fds=(listener.fileno(),),
            env=dict(env),
        )
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def wait_for(port: int, process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """Until the port answers. Raises RuntimeError when the process ends before, or after a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
                connection.sendall(b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                if connection.recv(16):
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server under measurement did not start")
