"""The sample county's power list from `samples/powers`; a list that is already there stays as it is."""

import datetime as dt
from pathlib import Path

from django.conf import settings

from xiaowei.ops.import_powers import load as load_list
from xiaowei.powers import actions as powers
from xiaowei.powers import queries

FOLDER = Path(settings.ROOT).parent / "samples" / "powers"


def load(at: dt.datetime) -> None:
    """Load the list for everybody, so that a list imported for the county or a village takes its place."""
    if queries.has_list(None):
        return
    files = (FOLDER / name for name in ("powers.csv", "flows.json", "policies.json"))
    powers.import_list(load_list(*files, area=None), area=None, by=None, at=at)
