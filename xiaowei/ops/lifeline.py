"""The line between the supervisor and its children: when it breaks, the child and all of its own children end.

A signal cannot tell of a supervisor that was killed with SIGKILL; the end of a pipe can. The read end is the
child's standard input, the write end is held by the supervisor alone, so it closes however the supervisor ends.
"""

import os
import signal
import threading

READY = signal.SIGUSR1  # what a child sends up when it can work


def hold() -> None:
    """Tie this process, and every process of its group, to the life of the supervisor that started it."""
    # the supervisor waits for its signals with the mask closed, and a child inherits the mask
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    threading.Thread(target=_end_with_the_line, name="lifeline", daemon=True).start()


def say_ready(supervisor: int) -> None:
    """Tell the supervisor that this child can work now; nobody else is disturbed when it is gone."""
    if os.getppid() == supervisor:
        os.kill(supervisor, READY)


def _end_with_the_line() -> None:
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)
