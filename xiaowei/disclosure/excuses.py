"""The clerk's reasons for errors he cannot mend (写明原因). They travel with the version to its reviewers, and are
appended: a reason given otherwise the next time is a new row, and the trail vouches for each.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping

from xiaowei.base.clock import spelt
from xiaowei.base.refs import Ref
from xiaowei.base.words import clean
from xiaowei.disclosure import doubts, vocab
from xiaowei.disclosure.models import Excuse, Version
from xiaowei.trail import actions as trail


def give(version: Version, reasons: Mapping[str, str], *, by: Ref, at: dt.datetime) -> None:
    """Keep the reasons (doubt key to words) that are new, for doubts that the sheet has."""
    for doubt in doubts.of_version(version):
        words = clean(reasons.get(doubt.key, ""))[:300]
        if not words or words == doubt.excuse:
            continue
        seq = version.excuses.filter(doubt=doubt.key).count() + 1
        row = Excuse.objects.create(version=version, doubt=doubt.key, seq=seq, text=words, by=by, at=at)
        trail.record(vocab.DID_EXCUSE, Ref(row.ref), by=by, at=at, facts=excuse_facts(row))


def excuse_facts(row: Excuse) -> dict[str, str | int]:
    """What the trail commits to of one reason."""
    return {
        "version": row.version_id,
        "doubt": row.doubt,
        "seq": row.seq,
        "text": hashlib.sha256(row.text.encode()).hexdigest(),
        "by": row.by,
        "at": spelt(row.at),
    }
