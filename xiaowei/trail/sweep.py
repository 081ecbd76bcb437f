"""What time does to the trail: a checkpoint every ten minutes."""

import datetime as dt

from xiaowei.trail import actions, signer

EVERY = dt.timedelta(minutes=10)


def sweep(*, at: dt.datetime) -> int:
    """Sign when it is due; returns how many checkpoints were signed (0 or 1). Raises signer.Inconsistent."""
    before = signer.signed_at()
    # a clock that stands still (sample county) or ran backwards must not stop the signing
    if before is not None and before < at < before + EVERY:
        return 0
    actions.sign_checkpoint(at)
    return 1
