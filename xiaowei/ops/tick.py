"""`xiaowei tick`: what time does, once. Each room's sweep is asked in turn; one that fails stops no other.

A sweep is `sweep(*, at) -> int`, the number of things done. It claims rows by conditional update, so that any
number of ticking processes do each thing once.
"""

import argparse
import datetime as dt
import importlib
import logging
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from xiaowei.base import clock

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """One sweep and the seconds that pass between two askings of it by the running clock."""

    label: str
    target: str  # "module:function"
    every: float = 0.0

    def run(self, *, at: dt.datetime) -> int:
        module, function = self.target.split(":")
        sweep: Callable[..., int | None] = getattr(importlib.import_module(module), function)
        return int(sweep(at=at) or 0)


TASKS = (
    Task("诉求", "xiaowei.cases.sweep:sweep"),
    # a list that was laid down and never entered
    Task("惠民", "xiaowei.benefits.sweep:sweep", every=3600),
    Task("账号", "xiaowei.accounts.sweep:sweep", every=60),
    Task("公开", "xiaowei.disclosure.sweep:sweep"),
    Task("提醒", "xiaowei.disclosure.reminders:sweep", every=10),
    # pictures and papers of forms nobody came back to
    Task("附件", "xiaowei.disclosure.texts.files:forget", every=3600),
    Task("检查", "xiaowei.disclosure.checksweep:sweep"),
    Task("群消息", "xiaowei.disclosure.digest:sweep"),
    Task("检索", "xiaowei.insight.searchsweep:sweep", every=20),
    # it keeps its ten minutes itself, but not while the clock stands still
    Task("留痕", "xiaowei.trail.sweep:sweep", every=60),
    Task("整理", "xiaowei.ops.checkpoint:sweep", every=20),
    Task("证据", "xiaowei.vault.sweep:sweep", every=24 * 3600),
)


@dataclass(frozen=True)
class Round:
    """What one tick did: things done by label, and the labels whose sweep failed."""

    done: dict[str, int]
    failed: tuple[str, ...]


class Ticker:
    """Remembers when each task was last asked; a fresh one asks them all."""

    def __init__(self, tasks: Iterable[Task] = TASKS) -> None:
        self._tasks = tuple(tasks)
        self._asked: dict[str, float] = {}

    def tick(self, *, at: dt.datetime) -> Round:
        """Ask every task that is due. Never raises for a task: the failure is logged and counted."""
        done, failed = {}, []
        for task in self._tasks:
            if not self._due(task):
                continue
            try:
                done[task.label] = task.run(at=at)
            except Exception as error:
                failed.append(task.label)
                log.error("sweep %s failed: %s", task.target, where(error))
        return Round(done, tuple(failed))

    def _due(self, task: Task) -> bool:
        now = time.monotonic()
        if task.label in self._asked and now - self._asked[task.label] < task.every:
            return False
        self._asked[task.label] = now
        return True


def where(error: BaseException) -> str:
    """The kind and the place of an error, never its message: a message may quote a person's words."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return f"{type(error).__name__} at " + " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    """One tick; 1 when a sweep failed."""
    round_ = Ticker().tick(at=clock.now())
    words = [f"{label} {count}" for label, count in round_.done.items()]
    words += [f"{label} 失败（见日志）" for label in round_.failed]
    print("已巡检：" + "，".join(words))
    return 1 if round_.failed else 0
