"""`xiaowei intake FILE [--json]`: what the product understands in a spreadsheet. It needs no database; where areas
are loaded, the answer also carries the full name and code of the village, township or county."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.kinds import HOUSEHOLDS, LEDGER, TWO_SIDED, kind_of
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.run import read_apart
from xiaowei.benefits import intake as benefits
from xiaowei.benefits.intake import as_json as benefits_json
from xiaowei.finance import intake as finance
from xiaowei.finance.intake import as_json as finance_json
from xiaowei.ops.known_places import places_of

FOLDER = _("这是一个文件夹，不是表格。请选里面的表格文件。")
KINDS = {LEDGER: "财务收支明细", TWO_SIDED: "收支两栏", HOUSEHOLDS: "补贴名册"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whether the answer is for a machine."""
    parser.add_argument("file", type=Path, help="a spreadsheet: .xlsx, .xls, .csv or .tsv, whatever its name says")
    parser.add_argument("--json", action="store_true", help="answer with JSON alone on standard output")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 for every readable workbook, unknown kinds included; 1 for what is none."""
    try:
        if args.file.is_dir():
            raise NotAWorkbook(FOLDER)
        understood = understand(read_apart(args.file))
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


def understand(grid: Grid) -> finance.Understanding | benefits.Understanding:
    """The grid as the room of its kind understands it; finance tells what is sure of a sheet of no known kind."""
    if kind_of(grid) == HOUSEHOLDS:
        households = benefits.understand(grid)
        if households.type == HOUSEHOLDS:
            return households
    return finance.understand(grid)


def as_json(understood: finance.Understanding | benefits.Understanding) -> dict[str, Any]:
    """The answer for a machine."""
    if isinstance(understood, benefits.Understanding):
        return benefits_json.as_json(understood)
    return finance_json.as_json(understood)


def _print_json(answer: dict[str, object]) -> None:
    # the terminal's encoding must not decide whether a village's name can be written
    sys.stdout.buffer.write((json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode())


def _sentences(understood: finance.Understanding | benefits.Understanding) -> list[str]:
    kind = KINDS.get(understood.type, "认不出是哪一种表")
    label = understood.period.label if understood.period else "没有写明时间"
    place = understood.village_name or understood.township_name or understood.county_name or "没有写明村"
    if isinstance(understood, benefits.Understanding):
        count = f"{len(understood.rows)} 行"
    else:
        count = f"{len(understood.lines)} 笔"
    head = " · ".join((kind, place, label, count))
    return [head, *(f"{issue.cell or '　'} {issue.message}" for issue in understood.issues)]
