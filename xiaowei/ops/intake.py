"""`xiaowei intake FILE [--json]`: what the product understands in a spreadsheet. It needs no database; where areas
are loaded, the answer also carries the full name and code of the village, township or county."""

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.kinds import HOUSEHOLDS, LEDGER, TWO_SIDED, kind_of
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.run import read_apart
from xiaowei.base.sheets.tables import TABLE_KINDS
from xiaowei.base.sheets.tables import Understanding as Table
from xiaowei.base.sheets.tables import as_json as tables_json
from xiaowei.base.sheets.tables import understand as understand_table
from xiaowei.benefits import intake as benefits
from xiaowei.benefits.intake import as_json as benefits_json
from xiaowei.benefits.intake.names import subsidy_in
from xiaowei.finance import intake as finance
from xiaowei.finance.intake import as_json as finance_json
from xiaowei.ops.known_places import places_of

FOLDER = _("这是一个文件夹，不是表格。请选里面的表格文件。")
KINDS = {
    LEDGER: "财务收支明细", TWO_SIDED: "收支两栏", HOUSEHOLDS: "补贴名册",
    "subsidy_summary": "补贴汇总", "asset_register": "资产登记", "contract_register": "合同台账",
    "project_list": "工程项目", "party_dues": "党费收缴", "allocation_table": "资金分配",
    "income_distribution": "收益分配",
}  # fmt: skip
Understanding = finance.Understanding | benefits.Understanding | Table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whether the answer is for a machine."""
    parser.add_argument("file", type=Path, help="a spreadsheet: .xlsx, .xls, .csv or .tsv, whatever its name says")
    parser.add_argument("--json", action="store_true", help="answer with JSON alone on standard output")
    parser.add_argument(
        "--on",
        type=dt.date.fromisoformat,
        metavar="DAY",
        help="the day of asking (2025-10-01): tells contracts about to end",
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0 for every readable workbook, unknown kinds included; 1 for what is none."""
    try:
        if args.file.is_dir():
            raise NotAWorkbook(FOLDER)
        understood = understand(read_apart(args.file), on=args.on)
    except NotAWorkbook as refusal:
        if args.json:
            _print_json(finance_json.refusal_json(refusal))
        else:
            print(refusal, file=sys.stderr)
        return 1
    if args.json:
        _print_json(as_json(understood) | places_of(understood))
    else:
        print("\n".join(_sentences(understood)))
    return 0


def understand(grid: Grid, *, on: dt.date | None = None) -> Understanding:
    """The grid as the room of its kind understands it; finance tells what is sure of a sheet of no known kind."""
    kind = kind_of(grid)
    if kind in TABLE_KINDS:
        table = understand_table(grid, on=on, subsidy_of=subsidy_in)
        if table.type == kind:
            return table
    if kind == HOUSEHOLDS:
        households = benefits.understand(grid)
        if households.type == HOUSEHOLDS:
            return households
    return finance.understand(grid)


def as_json(understood: Understanding) -> dict[str, Any]:
    """The answer for a machine."""
    if isinstance(understood, Table):
        return tables_json.as_json(understood)
    if isinstance(understood, benefits.Understanding):
        return benefits_json.as_json(understood)
    return finance_json.as_json(understood)


def _print_json(answer: dict[str, object]) -> None:
    # the terminal's encoding must not decide whether a village's name can be written
    sys.stdout.buffer.write((json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode())


def _sentences(understood: Understanding) -> list[str]:
    kind = KINDS.get(understood.type, "认不出是哪一种表")
    label = understood.period.label if understood.period else getattr(understood, "period_label", "") or "没有写明时间"
    place = understood.village_name or understood.township_name or understood.county_name or "没有写明村"
    if isinstance(understood, benefits.Understanding | Table):
        count = f"{len(understood.rows)} 行"
    else:
        count = f"{len(understood.lines)} 笔"
    head = " · ".join((kind, place, label, count))
    return [head, *(f"{issue.cell or '　'} {issue.message}" for issue in understood.issues)]
