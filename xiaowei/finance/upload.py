"""From an uploaded file to a reading: everything slow, outside any transaction."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid
from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.run import read_apart
from xiaowei.finance.entry import Entry, entry_of
from xiaowei.finance.intake.understand import understand
from xiaowei.vault import actions as vault


@dataclass(frozen=True)
class Upload:
    """An uploaded file: what it means for the village, and its sealed original that waits for its row."""

    entry: Entry
    original: vault.Staged


def understand_upload(data: bytes, *, village: Ref) -> Upload:
    """Read a file in its own process, understand it, and seal the original.

    Raises Invalid (no workbook), OtherVillage or TooLarge, each with a sentence that says what to do.
    """
    return understand_grid(read(data), data, village=village)


def read(data: bytes) -> Grid:
    """The cells of a file, read in its own process. Raises Invalid when it is no workbook."""
    try:
        return read_apart(data)
    except NotAWorkbook as refusal:
        raise Invalid(_(refusal.sentence)) from None


def understand_grid(grid: Grid, data: bytes, *, village: Ref) -> Upload:
    """Understand what was read and seal the original. Raises OtherVillage or TooLarge."""
    entry = entry_of(understand(grid), grid, village=village)
    return Upload(entry, vault.stage_sealed(data, media_type="application/octet-stream"))
