"""`xiaowei import-powers POWERS.csv FLOWS.json [POLICIES.json] [--area CODE] [--json]`: everybody's power list, or
an area's own.

All of it or nothing; run again with the same files it changes nothing. The format is in docs/operate/powers.md.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.base import clock
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, Refusal
from xiaowei.ops.ready import ready
from xiaowei.powers import actions as powers
from xiaowei.powers import queries
from xiaowei.powers.content import Listing
from xiaowei.powers.reading import listing
from xiaowei.powers.reading.problems import BadList
from xiaowei.roster import queries as roster
from xiaowei.roster.arealist import canonical_code


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, whose list it is, and whether the answer is for a machine."""
    parser.add_argument("powers", type=Path, metavar="POWERS.csv", help="columns code,name,category and optional ones")
    parser.add_argument("flows", type=Path, metavar="FLOWS.json", help="the steps of every code")
    parser.add_argument("policies", type=Path, metavar="POLICIES.json", nargs="?", help="the policies named as basis")
    parser.add_argument("--area", metavar="CODE", help="a county's, township's or village's own list (default: all)")
    parser.add_argument("--json", action="store_true", help="answer with JSON alone on standard output")


def run(args: argparse.Namespace) -> int:
    """Exit code 1 with every problem named, and nothing taken, when one row is wrong."""
    ready()
    try:
        area = _area(args.area)
        read = load(args.powers, args.flows, args.policies, area=area)
        done = powers.import_list(read, area=area, by=None, at=clock.now())
    except Refusal as refusal:
        if not args.json:
            raise
        whole = [{"message": str(refusal)}]
        found = refusal.problems if isinstance(refusal, BadList) else None
        _print_json({"ok": False, "problems": [one.as_json() for one in found] if found else whole})
        return 1
    if args.json:
        _print_json(_answer(done, args.area))
    else:
        print(done)
    return 0


def load(table: Path, flows: Path, policies: Path | None = None, *, area: Ref | None) -> Listing:
    """The list in the files. Raises FileNotFoundError, Invalid for what cannot be read, BadList with every problem."""
    files = [_file(path) for path in (table, flows, policies) if path is not None]
    return listing.read(*files, known=queries.policy_codes(area))


def _file(path: Path) -> listing.File:
    try:
        return listing.File(path.name, path.read_bytes())
    except FileNotFoundError:
        raise
    except OSError:
        raise Invalid(_("读不了文件 %(file)s。请检查它是不是文件、有没有读取权限。"), file=path) from None


def _area(code: str | None) -> Ref | None:
    if code is None:
        return None
    found = roster.area_by_code(canonical_code(code.strip()))
    if found is None:
        raise Invalid(_("没有代码为 %(code)s 的地区。请先用 xiaowei import-areas 导入，或核对 --area。"), code=code)
    return found.ref


def _answer(done: powers.Imported, area: str | None) -> dict[str, Any]:
    counts = {name: value for name, value in vars(done).items() if name not in ("batch", "index", "notes")}
    return {
        "ok": True,
        "changed_anything": done.batch is not None,
        "area": area,
        **counts,
        "import": done.batch,
        "trail_index": done.index,
        "notes": list(done.notes),
    }


def _print_json(answer: dict[str, Any]) -> None:
    # the terminal's encoding must not decide whether a name can be written
    sys.stdout.buffer.write((json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode())
    sys.stdout.buffer.flush()
