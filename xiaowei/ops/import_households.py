"""`xiaowei import-households FILE.csv`: households of villages that have none yet; one wrong row refuses the file."""

import argparse
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base import clock
from xiaowei.base.refusals import Invalid
from xiaowei.ops.ready import ready
from xiaowei.roster import actions, householdlist, queries


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="columns village,group,number,name,relation[,id]")


def run(args: argparse.Namespace) -> None:
    ready()
    print(f"households={load(args.file)}")


@transaction.atomic
def load(file: Path) -> int:
    """Add every household of the file; returns how many. Raises FileNotFoundError, Invalid, BadRows, Conflict."""
    lists = householdlist.read(file.read_bytes())
    at, count = clock.now(), 0
    for code, rows in lists.items():
        village = queries.area_by_code(code)
        if village is None:
            raise Invalid(_("没有代码为 %(code)s 的村。请先导入地区，或改好代码。"), code=code)
        count += actions.add_households(village.ref, rows=rows, by=None, at=at)
    return count
