"""How the desk draws each kind of content: one row a kind, so that no page asks what kind it has before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.disclosure.contents import BATCH, DECISION, LEDGER, NOTHING, TABLE, TEXT, nothing
from xiaowei.disclosure.queries import DeskVersion
from xiaowei.doors.workbench import ledger, subsidy, table, texts


@dataclass(frozen=True)
class Drawn:
    """The clerk's page (`sheet`), what of a reviewer's page the villagers will read (`seen`), and their contents.

    `clean` is said where the product doubts nothing; `source` is what the link back to the clerk's page is called.
    """

    sheet: str
    seen: str
    clean: Any
    on_sheet: Callable[..., dict[str, Any]]  # (desk, version, doubts, typed=)
    on_review: Callable[[DeskVersion], dict[str, Any]]
    source: Any


def _declared(version: DeskVersion) -> dict[str, Any]:
    return {"declared": nothing.facts(version.content)}


UPLOADED, WRITTEN = _("看原表格"), _("看这一稿")

DRAWN: Mapping[str, Drawn] = MappingProxyType(
    {
        LEDGER: Drawn(
            "sheet",
            "_seen_ledger",
            _("收支结余、合计、日期都对得上"),
            ledger.sheet_context,
            ledger.review_context,
            UPLOADED,
        ),
        BATCH: Drawn(
            "subsidy_sheet",
            "_seen_batch",
            _("合计、户数、标准都对得上"),
            subsidy.sheet_context,
            subsidy.review_context,
            UPLOADED,
        ),
        TABLE: Drawn(
            "table_sheet",
            "_seen_table",
            _("合计、日期、重复都查过，没有疑问"),
            table.sheet_context,
            table.review_context,
            UPLOADED,
        ),
        NOTHING: Drawn(
            "nothing_sheet",
            "_seen_nothing",
            _("这一期还没有公开过别的"),
            lambda _desk, version, _found, typed=None: _declared(version),
            _declared,
            WRITTEN,
        ),
        TEXT: Drawn(
            "text_sheet",
            "_seen_text",
            _("没有要遮的号码，附件都能打开"),
            texts.sheet_context,
            texts.review_context,
            WRITTEN,
        ),
        DECISION: Drawn(
            "text_sheet",
            "_seen_text",
            _("四步都达到人数，票数对得上"),
            texts.sheet_context,
            texts.review_context,
            WRITTEN,
        ),
    }
)
