"""`xiaowei serve`: one web worker and one clock, started, watched and restarted; everything ends together.

This process stays bare (no Django, no database): it holds the listening socket, waits for signals, and is
all the time under 20 MB.
"""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field

from xiaowei.base.config import Config, SettingsError, load
from xiaowei.ops.lifeline import READY

STOP = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
GRACE = 1.2  # seconds between asking and killing; everything is to end within two
CALM = 60.0  # seconds after which a death counts as the first again
BACKLOG = 1024


@dataclass
class Child:
    """A process that should run, and what became of it."""

    label: str
    command: list[str]
    descriptors: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = field(default_factory=time.monotonic)

    def start(self, lifeline: int) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, stdin=lifeline, pass_fds=self.descriptors, process_group=0)

    def bury(self) -> str | None:
        """A sentence about the death if it died; the next start is then due after a back-off."""
        code = self.process.poll() if self.process else None
        if self.process is None or code is None:
            return None
        self.signal(signal.SIGKILL)  # its own children go with it
        now = time.monotonic()
        self.deaths = 1 if now - self.started > CALM else self.deaths + 1
        wait = min(10.0, 0.1 * 2**self.deaths)
        self.process, self.due = None, now + wait
        return f"{self.label}进程意外结束（{code}），{wait:.1f} 秒后重新启动。"

    def signal(self, number: int) -> None:
        """Send to the whole process group, which is the child and whatever it started."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments: the settings say where to listen."""


def run(args: argparse.Namespace) -> int:
    """Serve until TERM or INT. Returns 1 when a setting, the port or the self-check forbids the start."""
    try:
        config = load()
        listener = listen(config)
    except SettingsError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP | {READY, signal.SIGCHLD})
    end, held = os.pipe()  # `held` stays open exactly as long as this process lives: see ops.lifeline
    checked = _self_check(end)
    if checked is not None:
        return checked
    me = [sys.executable, "-m"]
    web = Child("网页", [*me, "xiaowei.ops.web", str(listener.fileno()), str(os.getpid())], (listener.fileno(),))
    clock = Child("时钟", [*me, "xiaowei", "clock", "--supervised"])
    try:
        return watch([web, clock], end, address=f"http://{_shown(*listener.getsockname()[:2])}/")
    finally:
        os.close(held)


def listen(config: Config) -> socket.socket:
    """The listening socket. Raises SettingsError when the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in config.bind_host else socket.AF_INET
    try:
        listener = socket.create_server((config.bind_host, config.bind_port), family=family, backlog=BACKLOG)
    except OSError as error:
        where = _shown(config.bind_host, config.bind_port)
        raise SettingsError(
            f"{where} 不能用（{error.strerror}）。请停掉占用它的程序，或用 XIAOWEI_BIND 换一个。"
        ) from None
    listener.setblocking(False)
    return listener


def _shown(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _self_check(lifeline: int) -> int | None:
    """None when the start is allowed; else the exit code. The reasons are printed by the check itself."""
    check = Child("自检", [sys.executable, "-m", "xiaowei", "prepare", "--check"])
    check.start(lifeline)
    assert check.process
    while (code := check.process.poll()) is None:
        if (news := signal.sigtimedwait(STOP | {signal.SIGCHLD}, 1.0)) and news.si_signo in STOP:
            return _stop([check])
    return 1 if code else None


def watch(children: list[Child], lifeline: int, *, address: str) -> int:
    announced = False
    while True:
        for child in children:
            if child.process is None and time.monotonic() >= child.due:
                child.start(lifeline)
        wait = min((child.due - time.monotonic() for child in children if child.process is None), default=60.0)
        news = signal.sigtimedwait(STOP | {READY, signal.SIGCHLD}, max(0.0, wait))
        if news and news.si_signo in STOP:
            return _stop(children)
        if news and news.si_signo == READY and not announced:
            print(f"小微平台已启动：{address}", flush=True)
            announced = True
        for child in children:
            if sentence := child.bury():
                print(sentence, file=sys.stderr, flush=True)


def _stop(children: list[Child]) -> int:
    """Ask everybody to end, then make them. Always 0: being told to stop is no failure."""
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    for child in children:
        if child.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, deadline - time.monotonic()))
    for child in children:
        child.signal(signal.SIGKILL)  # stragglers, and what the children left behind
        if child.process:
            child.process.wait()
    return 0
