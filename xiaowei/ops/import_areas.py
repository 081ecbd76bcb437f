"""`xiaowei import-areas FILE.csv`: areas from a list; run it again with the next list, identity and history stay."""

import argparse
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from xiaowei.base import clock
from xiaowei.base.refusals import Invalid
from xiaowei.ops.ready import ready
from xiaowei.roster import actions as roster
from xiaowei.roster import arealist


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="columns code,name,parent,level")


def run(args: argparse.Namespace) -> None:
    ready()
    print(roster.import_areas(load(args.file), by=None, at=clock.now()))


def load(file: Path) -> list[arealist.AreaRow]:
    """The rows of the file. Raises FileNotFoundError, or Invalid when it cannot be read as such a list."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise
    except OSError:
        raise Invalid(_("读不了文件 %(file)s。请检查它是不是 CSV 文件、有没有读取权限。"), file=file) from None
    return arealist.read(data)
