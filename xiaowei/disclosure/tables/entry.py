"""From an understood table to what is entered: masked once, placed by rule or by the clerk's word.

Slow for a long table, so it has no place inside a transaction. Reads names from the roster, nothing else.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.base import people
from xiaowei.base.masking import scrub
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid
from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.issuelists import capped
from xiaowei.base.sheets.issues import ERROR, Issue
from xiaowei.base.sheets.tables.understanding import (
    HOLDS_MONEY,
    HOLDS_MONTH,
    TABLE_KINDS,
    Column,
    Row,
    SheetPart,
    Total,
    Understanding,
)
from xiaowei.disclosure.catalogue import catalogue
from xiaowei.disclosure.tables import display, masks, rules
from xiaowei.disclosure.tables.masks import Policy
from xiaowei.disclosure.tables.rules import Placement
from xiaowei.roster import matching
from xiaowei.roster import queries as roster

MOST_ROWS = 5_000  # of one table: its public page is read on a phone
MOST_COLS = 40
SUMS = "sums"  # the masking of a catalogue item that names nobody
SUFFIXES = ("_wan", "_yuan")
YUAN, WAN = "元", masks.WAN
BASE_UNITS = {"area_mu": "亩", "km": "公里"}
MONEY = frozenset({"amount", "original", "depreciation", "net", "annual_rent", "received", "owed", "rent", "total"})


class NotYet(Invalid):
    """A table that cannot be entered."""

    sentence = _("这张表还不能登记：%(why)s请改好表重新上传。")


@dataclass(frozen=True)
class Said:
    """What the clerk says of where a table goes; what is empty is left to the rules."""

    item: str = ""
    topic: str | None = None
    period: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True)
class NewTable:
    """One table to enter; `rows` are the columns of models.TableRow."""

    placed: Placement
    as_of: dt.date | None
    parts: list[dict[str, Any]]
    rows: list[dict[str, Any]] = field(repr=False)


@dataclass(frozen=True)
class Entry:
    """A reading to keep, and its table where nothing stands against it."""

    village: Ref
    county: Ref
    kind: str
    understood: dict[str, Any]
    grid: str = field(repr=False)
    table: NewTable | None


def entry_of(understanding: Understanding, grid: Grid, *, village: Ref, said: Said, today: dt.date) -> Entry:
    """What is kept of a table for this village. The caller has asked finance.entry.check_village."""
    why, placed = why_not(understanding), placement(understanding, said=said)
    known = _policy(understanding, village, placed, today=today)
    return Entry(
        village=village,
        county=roster.area(village).county or village,
        kind=understanding.type,
        understood=_summary(understanding, why, placed),
        grid=json.dumps(display.sheets(understanding, grid), ensure_ascii=False),
        table=None if why or placed is None else table_of(understanding, grid, placed, known),
    )


def why_not(understanding: Understanding) -> str:
    """Why the table cannot be entered whatever the clerk says, in words; empty when it can."""
    if understanding.type not in TABLE_KINDS or not understanding.rows:
        return str(_("没有读出一行一行的内容。"))
    if len(understanding.rows) > MOST_ROWS:
        return str(_("一共 %(n)d 行，一张表最多 %(most)d 行，请按组或按类分成几张。")) % {
            "n": len(understanding.rows),
            "most": MOST_ROWS,
        }
    wide = max((len(part.columns) for part in understanding.sheets), default=0)
    if wide > MOST_COLS:
        return str(_("一行有 %(n)d 列，最多 %(most)d 列。")) % {"n": wide, "most": MOST_COLS}
    far = [row.row for row in understanding.rows if any(_too_long(v.fen) for v in row.values)]
    if far:
        places = "、".join(str(row) for row in far[:10])
        return str(_("第 %(rows)s 行的金额长得像证件号、卡号或电话，不是金额。")) % {"rows": places}
    return ""


def placement(understanding: Understanding, *, said: Said) -> Placement | None:
    """Where the table goes, by the clerk's word before the rules; None while item or period are open."""
    item = said.item if said.item in catalogue() else rules.item_of(understanding.type, _titles(understanding))
    period = said.period or rules.period_of(understanding.period, understanding.as_of, item=item)
    if not item or period is None or period[0] >= period[1]:
        return None
    topic = said.topic
    if topic is None:
        places = (understanding.county_name, understanding.township_name, understanding.village_name)
        topic = rules.topic_of(_title(understanding), places=tuple(one or "" for one in places), item=item)
    return Placement(item, topic, *period, rules.asks_for_names(understanding.type, item))


def table_of(understanding: Understanding, grid: Grid, placed: Placement, known: Policy) -> NewTable:
    """The table as it is entered."""
    hidden = {(sheet.name, row) for sheet in grid.sheets for row in sheet.hidden_rows}
    hidden |= {(sheet.name, n) for sheet in grid.sheets if sheet.hidden for n in range(1, len(sheet.rows) + 1)}
    topic = people.free_text(placed.topic, known=known.known)[:60]
    parts = {(part.name, n): at for at, part in reversed([*enumerate(understanding.sheets)]) for n in part.data_rows}
    return NewTable(
        Placement(placed.item, topic, placed.period_from, placed.period_until, placed.notice),
        understanding.as_of,
        [_part(part, known) for part in understanding.sheets],
        [
            _row(number, row, understanding, known, (row.sheet, row.row) in hidden)
            | {"part": parts.get((row.sheet, row.row), 0)}
            for number, row in enumerate(understanding.rows, start=1)
        ],
    )


def _policy(understanding: Understanding, village: Ref, placed: Placement | None, *, today: dt.date) -> Policy:
    # age counts on the day the table is about: who was a child then is not named now
    day = understanding.as_of or (understanding.period.end if understanding.period else today)
    nameless = placed is not None and catalogue()[placed.item].masking == SUMS
    villagers = matching.index([village]).names(village)
    return masks.policy(understanding, villagers=villagers, day=min(day, today), nameless=nameless)


def _row(number: int, row: Row, of: Understanding, known: Policy, hidden: bool) -> dict[str, Any]:
    columns = of.columns_of(row)
    seen = masks.masked(row, columns, by=known)
    secret, values = {}, []
    for at, (column, value) in enumerate(zip(columns, row.values, strict=False)):
        text = value.text
        if not masks.shown(column) and text:
            secret[at], text = text, ""
        day = value.date.isoformat() if value.date else None
        figures = [None, None] if at in secret else [_plain(value.fen), _plain(value.number)]
        values.append([text[:2000], *figures, day])
    return {
        "number": number,
        "sheet": row.sheet[:64],
        "row": row.row,
        "group": row.group[:80],
        "public_group": seen.group[:80],
        "values": values,
        "secret": json.dumps(secret, ensure_ascii=False) if secret else "",
        "public": list(seen.values),
        "hidden": hidden,
        "child": seen.child,
    }


def _part(part: SheetPart, known: Policy) -> dict[str, Any]:
    return {
        "name": people.free_text(part.name, known=known.known)[:60],
        "title": people.free_text(part.title, known=known.known)[:120],
        "unit": part.unit or "",
        "columns": [
            {
                "header": masks.header(column, by=known),
                "field": column.field,
                "holds": masks.holds(column),
                "unit": column.unit or "",
                "shown": masks.shown(column, nameless=known.nameless),
            }
            for column in part.columns
        ],
        "totals": _totals(part.totals, part.columns, known),
    }


def _totals(totals: Mapping[str, Total], columns: Sequence[Column], known: Policy) -> list[dict[str, Any]]:
    """The sums as [{name, label, value, at}], `at` the column they stand under, -1 for none of them."""
    found: list[dict[str, Any]] = []
    for name, value in totals.items():
        if isinstance(value, list):
            months = [at for at, column in enumerate(columns) if column.holds == HOLDS_MONTH]
            pairs = zip(months, value, strict=False)
            found += [_under(name, one, at, columns[at], known) for at, one in pairs]
            continue
        base = next((name.removesuffix(one) for one in SUFFIXES if name.endswith(one)), name)
        fits = (at for at, column in enumerate(columns) if column.field in (name, base) and _counts(column, name))
        at = next(fits, -1)
        if at >= 0:
            found.append(_under(name, value, at, columns[at], known))
        elif label := rules.rules()["totals"].get(base, ""):
            unit = f"（{WAN if name.endswith('_wan') else YUAN}）" if base != name or base in MONEY else ""
            found.append({"name": name, "label": f"{label}{unit}", "value": _spelt(value), "at": -1})
    # the same sum in 元 and in 万元 stands once under its column
    return list({(one["label"], one["value"], one["at"]): one for one in reversed(found)}.values())[::-1]


def _counts(column: Column, name: str) -> bool:
    # a sum in 亩 must not stand under figures in 万亩
    unit = BASE_UNITS.get(name)
    return masks.shown(column) and (unit is None or column.unit in (None, "", unit))


def _under(name: str, value: int | Decimal, at: int, column: Column, known: Policy) -> dict[str, Any]:
    header = masks.header(column, by=known)
    label = f"{header}（{column.unit}）" if column.unit and column.unit not in header else header
    text = _spelt(value)
    if column.holds in (HOLDS_MONEY, HOLDS_MONTH) and text:
        fen = int(Decimal(value) * (1_000_000 if name.endswith("_wan") else 100))
        text = masks.money(fen, column.unit)
    return {"name": name, "label": label, "value": text, "at": at}


def _spelt(value: int | Decimal) -> str:
    if not -masks.TOO_LONG < value < masks.TOO_LONG:
        return ""
    return f"{value:,}" if isinstance(value, int) else f"{value.normalize():,f}"


def _summary(understanding: Understanding, why: str, placed: Placement | None) -> dict[str, Any]:
    """What was understood, as JSON values: what the desk says beside the grid."""
    period = understanding.period
    return {
        "type": understanding.type,
        "title": scrub(understanding.title)[:200],
        "county": understanding.county_name or "",
        "township": understanding.township_name or "",
        "village": understanding.village_name or "",
        "period": understanding.period_label or (period.label if period else ""),
        "as_of": understanding.as_of.isoformat() if understanding.as_of else "",
        "unit": understanding.unit or "",
        "rows": len(understanding.rows),
        "item": placed.item if placed else rules.item_of(understanding.type, _titles(understanding)),
        "why_not": why,
        "placed": placed is not None,
        "declared_match": understanding.declared_match,
        "errors": sum(issue.severity == ERROR for issue in understanding.issues),
        "issues": [_issue(issue) for issue in capped(understanding.issues)],
    }


def _issue(issue: Issue) -> dict[str, Any]:
    found = issue.as_json()
    found |= {"sheet": issue.sheet, "cell": issue.cell, "message": scrub(issue.message)}
    return found


def _title(understanding: Understanding) -> str:
    return understanding.title or next((part.title for part in understanding.sheets if part.title), "")


def _titles(understanding: Understanding) -> str:
    return " ".join([understanding.title, understanding.subsidy, *(part.title for part in understanding.sheets)])


def _too_long(fen: int | None) -> bool:
    return fen is not None and abs(fen) >= masks.TOO_LONG * 100


def _plain(value: int | Decimal | None) -> str | None:
    return None if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
