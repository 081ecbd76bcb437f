"""`xiaowei intake FILE [--json]`: what the product understands in a spreadsheet. It needs no database; where areas
are loaded, the answer also carries the village's full name and code."""

import argparse
import json
import sys
from pathlib import Path

from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.run import read_apart
from xiaowei.finance.intake import understand
from xiaowei.finance.intake.as_json import as_json, refusal_json
from xiaowei.finance.intake.understanding import LEDGER, Understanding
from xiaowei.ops.known_places import place_of

FOLDER = _("这是一个文件夹，不是表格。请选里面的表格文件。")


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
            _print_json(refusal_json(refusal))
        else:
            print(refusal, file=sys.stderr)
        return 1
    if args.json:
        answer, place = as_json(understood), place_of(understood)
        _print_json(answer | ({"village": vars(place)} if place else {}))
    else:
        print("\n".join(_sentences(understood)))
    return 0


def _print_json(answer: dict[str, object]) -> None:
    # the terminal's encoding must not decide whether a village's name can be written
    sys.stdout.buffer.write((json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode())


def _sentences(understood: Understanding) -> list[str]:
    kind = "财务收支明细" if understood.type == LEDGER else "认不出是哪一种表"
    label = understood.period.label if understood.period else "没有写明时间"
    head = f"{kind} · {understood.village_name or '没有写明村'} · {label} · {len(understood.lines)} 笔"
    return [head, *(f"{issue.cell or '　'} {issue.message}" for issue in understood.issues)]
