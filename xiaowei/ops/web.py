"""The web worker: granian serves the application on the socket it inherits from the supervisor.

Started by `serve` only: `python -m xiaowei.ops.web SOCKET SUPERVISOR`. The supervisor keeps the socket, so that
callers wait in its queue while a worker is restarted, and nobody is refused.
"""

import os
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from xiaowei.ops import lifeline

BACKLOG = 1024
THREADS = 4  # more hold more database connections and answer no faster on a small box

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # no access log: who read what is nobody's business, and an address is personal data
    "loggers": {
        "_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "granian.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}


class OneProcess(MPServer):
    """Granian's worker in this very process.

    Granian would put a master process above it, which is what our supervisor already is; that costs a second
    interpreter in memory. The overridden names are granian's own, so the version is pinned below 3.
    """

    def __init__(self, descriptor: int, **settings: Any) -> None:
        super().__init__(target="", interface=Interfaces.WSGI, workers=1, **settings)
        self._descriptor = descriptor

    def _init_shared_socket(self) -> None:
        self._ssp = self._sso = None
        self._shd = SocketHolder(self._descriptor, False, BACKLOG)  # type: ignore[call-arg, assignment]

    def _serve(self, spawn_target: Any, target_loader: Any) -> None:
        self._init_shared_socket()
        self._start_ipc()  # type: ignore[no-untyped-call]
        self._spawn_worker(0, spawn_target, target_loader).inner.run()


def serve(descriptor: int, loader: Callable[[], Any]) -> NoReturn:
    """Answer on the listening socket until TERM or INT, then end the process; `loader` gives the WSGI application."""
    with socket.socket(fileno=os.dup(descriptor)) as listener:
        # inherited by every connection; without it a small answer waits 40 ms for the last one's acknowledgement
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = OneProcess(
        descriptor,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=LOGGING,
    )
    server.serve(target_loader=loader, wrap_loader=False)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # granian's threads may still hold a slow reader, and must not meet an interpreter that is leaving


def _write_opens() -> None:
    # not before the application is there: it needs the tables
    from xiaowei.disclosure import opens

    opens.keep_flushing()


def main() -> NoReturn:
    lifeline.hold()
    descriptor, supervisor = int(sys.argv[1]), int(sys.argv[2])

    def application() -> Any:
        from xiaowei.wsgi import application as loaded

        _write_opens()
        lifeline.say_ready(supervisor)
        return loaded

    serve(descriptor, application)


if __name__ == "__main__":
    main()
