"""The supervisor with real processes: what dies is started again, and nothing outlives it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PATIENCE = 30.0  # seconds; generous, since a busy machine proves nothing

# a child that leaves its own number and its child's, and then only waits
WORKER = """
import pathlib, subprocess, sys, time, os
from xiaowei.ops import lifeline
lifeline.hold()
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
lifeline.say_ready(os.getppid())
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {inner.pid}")
time.sleep(600)
"""

SUPERVISOR = """
import os, signal, sys
from xiaowei.ops import serve
signal.pthread_sigmask(signal.SIG_BLOCK, serve.STOP | {serve.READY, signal.SIGCHLD})
end, held = os.pipe()
worker = open(sys.argv[1]).read()
children = [serve.Child(name, [sys.executable, "-c", worker, f"{sys.argv[2]}/{name}"]) for name in ("web", "clock")]
sys.exit(serve.watch(children, end, address="here"))
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    (tmp_path / "worker.py").write_text(WORKER)
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(tmp_path / "worker.py"), str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.wait()


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def pids(folder: Path, name: str) -> list[int]:
    try:
        return [int(word) for word in (folder / name).read_text().split()]
    except FileNotFoundError:
        return []


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False


def started(folder: Path) -> list[int]:
    until(lambda: pids(folder, "web") and pids(folder, "clock"))
    return pids(folder, "web") + pids(folder, "clock")


@pytest.mark.torture
@pytest.mark.parametrize("name", ["web", "clock"])
def test_a_killed_child_is_started_again_and_its_own_child_goes(
    supervisor: subprocess.Popen[str], tmp_path: Path, name: str
) -> None:
    started(tmp_path)
    before = pids(tmp_path, name)
    os.kill(before[0], signal.SIGKILL)
    until(lambda: pids(tmp_path, name) and pids(tmp_path, name) != before)
    until(lambda: not alive(before[1]))
    assert supervisor.poll() is None


@pytest.mark.torture
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_everything_ends_with_the_supervisor(
    supervisor: subprocess.Popen[str], tmp_path: Path, number: signal.Signals
) -> None:
    everybody = started(tmp_path)
    supervisor.send_signal(number)
    code = supervisor.wait(PATIENCE)
    assert code == (-signal.SIGKILL if number == signal.SIGKILL else 0)
    until(lambda: not any(alive(pid) for pid in everybody))


def test_the_address_is_said_once_somebody_listens(supervisor: subprocess.Popen[str]) -> None:
    assert supervisor.stdout
    assert supervisor.stdout.readline() == "小微平台已启动：here\n"


def serve(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "xiaowei", "serve"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_a_taken_port_is_refused_with_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        ended = serve(XIAOWEI_BIND=address, XIAOWEI_VAR=str(tmp_path))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert address in ended.stderr and "XIAOWEI_BIND" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_nonsense_setting_is_refused_with_one_sentence(tmp_path: Path) -> None:
    ended = serve(XIAOWEI_BIND="somewhere", XIAOWEI_VAR=str(tmp_path))
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1


def test_an_unprepared_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    ended = serve(XIAOWEI_BIND=f"127.0.0.1:{free_port()}", XIAOWEI_VAR=str(tmp_path), XIAOWEI_DATABASE="")
    assert ended.returncode == 1
    assert "xiaowei prepare" in ended.stderr


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
