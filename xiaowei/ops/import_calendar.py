"""`xiaowei import-calendar FILE.csv`: enter a year's holidays and make-up workdays."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from xiaowei.almanac import csvfile, queries
from xiaowei.base import clock
from xiaowei.cases.calendar import enter_year


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and the notice it was typed from."""
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="date,working(0 or 1),name for one year")
    parser.add_argument("--source", help="the notice it was typed from, e.g. its document number (default: file name)")


def run(args: argparse.Namespace) -> int:
    """Read, check and enter; nothing is entered when one line is wrong."""
    year, days = csvfile.read(args.file.read_bytes())
    if days == queries.entered(year):
        print(_("%(year)d 年的日历已经是这样，没有改动。") % {"year": year})
        return 0
    enter_year(year, days=days, source=args.source or args.file.name, by=None, at=clock.now())
    worked = sum(working for working, _name in days.values())
    counts = {"year": year, "off": len(days) - worked, "worked": worked}
    print(_("已录入 %(year)d 年日历：放假 %(off)d 天，调休上班 %(worked)d 天。") % counts)
    return 0
