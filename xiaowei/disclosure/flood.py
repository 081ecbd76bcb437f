"""So that nobody rates a thousand times: a source has a handful of tries at a publication, and they come back slowly.

Kept in the memory of the process under a keyed digest of the day, like every throttle: no address is stored. A whole
village may share one address of its phone network, so a handful is generous.
"""

import datetime as dt
import threading

from xiaowei.accounts.throttle import digest_key
from xiaowei.base.refusals import Throttled

TRIES = 30
BACK = dt.timedelta(seconds=20)  # until one try comes back
MOST = 20_000  # sources remembered

_lock = threading.Lock()
_free_at: dict[str, dt.datetime] = {}  # when the source has all its tries again


def take(kind: str, source: str, *, at: dt.datetime) -> None:
    """Use one try of this source. `at` is the machine's own moment. Raises Throttled."""
    key = digest_key(kind, source, at=at)
    with _lock:
        full = max(_free_at.get(key, at), at) + BACK
        over = full - at - TRIES * BACK
        if over > dt.timedelta():
            raise Throttled(wait=max(1, int(over.total_seconds() + 0.999)))
        if len(_free_at) >= MOST:
            _free_at.clear()
        _free_at[key] = full


def forget() -> None:
    """Everybody has all tries again: for tests."""
    with _lock:
        _free_at.clear()
