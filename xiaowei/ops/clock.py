"""`xiaowei clock`: tick and deliver until told to stop. Any number of clocks may run side by side.

Two threads, so that a slow channel never holds up a deadline.
"""

import argparse
import logging
import os
import signal
import threading
from collections.abc import Callable

from django.db import close_old_connections

from xiaowei.base import clock
from xiaowei.courier.deliver import deliver_due
from xiaowei.ops import lifeline
from xiaowei.ops.tick import Ticker, where

TICK, DELIVER = 5.0, 1.0  # seconds

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    if args.supervised:
        lifeline.hold()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    os.nice(5)  # what time does can wait a moment; somebody who looks at a page cannot
    ticker = Ticker()
    sending = threading.Thread(
        target=repeat,
        args=(lambda: deliver_due(at=clock.now()),),
        kwargs={"every": DELIVER, "until": stop},
        daemon=True,
    )
    sending.start()
    repeat(lambda: ticker.tick(at=clock.now()), every=TICK, until=stop)
    sending.join(timeout=1)  # a send that hangs is taken up again by the next clock
    return 0


def repeat(work: Callable[[], object], *, every: float, until: threading.Event) -> None:
    """Do the work, wait `every` seconds, and so on; a failure is logged and tried again next time."""
    while not until.is_set():
        try:
            work()
        except Exception as error:
            log.error("clock: %s", where(error))
        close_old_connections()  # a database that was restarted must not leave us with a dead connection
        until.wait(every)
