"""A month's accounts as a villager reads them: where the money came from, where it went."""

from typing import Any

from django.utils.translation import gettext as _

from xiaowei.disclosure.queries import PublicPage
from xiaowei.doors.villager.charts import bars


def context(page: PublicPage) -> dict[str, Any]:
    """What the page shows of a ledger."""
    ledger = page.ledger
    most = max((group.fen for side in (ledger.income_groups, ledger.expense_groups) for group in side), default=1)
    return {
        "ledger": ledger,
        "income_bars": bars(ledger.income_groups, side="in", title=_("收入按来源"), most=most),
        "expense_bars": bars(ledger.expense_groups, side="out", title=_("支出按用途"), most=most),
    }
