"""`xiaowei close-household`: a household that moved away or was closed leaves the lists; who was bound sees no more."""

import argparse

from django.utils.translation import gettext as _

from xiaowei.base import clock
from xiaowei.base.refusals import Invalid
from xiaowei.ops.ready import ready
from xiaowei.roster import actions as roster
from xiaowei.roster import queries
from xiaowei.roster.arealist import canonical_code


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--village", required=True, metavar="CODE", help="statutory code of the village")
    parser.add_argument("--number", required=True, type=int, help="the household's number within the village")


def run(args: argparse.Namespace) -> None:
    """Close it. At the command line only: whoever could do it in the village could cut a complainer off."""
    ready()
    village = queries.area_by_code(canonical_code(args.village))
    if village is None:
        raise Invalid(_("名册里没有代码 %(code)s。请先用 import-areas 导入地区。"), code=args.village)
    roster.close_household(village.ref, number=args.number, by=None, at=clock.now())
    print(_("%(village)s第 %(number)d 户已从名册销去。") % {"village": village.short_name, "number": args.number})
