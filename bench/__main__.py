"""Measure everything and print a table: `python -m bench [--json]`. Exit code 1 when a goal is missed."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from bench import page, rest, submit
from bench.goals import Figure, table
from bench.house import house
from bench.worklist import growth

RESULTS = Path(__file__).with_name("results.json")


def figures() -> Iterable[Figure]:
    """Every figure, as it is measured; each house is a fresh one."""
    with house() as ours:
        _say("memory at rest")
        yield rest.at_rest(ours)
        _say("first view")
        yield from page.first_view(ours)
        _say("publication page")
        yield page.speed(ours)
        _say("submit, SQLite")
        yield submit.on_sqlite(ours)
    _say("submit, PostgreSQL")
    yield submit.on_postgresql()
    _say("work list")
    yield growth()


def _say(what: str) -> None:
    print(f"measuring: {what}", file=sys.stderr, flush=True)


def main() -> int:
    measured = list(figures())
    RESULTS.write_text(json.dumps([asdict(f) | {"met": f.met} for f in measured], ensure_ascii=False, indent=1) + "\n")
    print(table(measured))
    return 1 if any(figure.met is False for figure in measured) else 0


if __name__ == "__main__":
    sys.exit(main())
