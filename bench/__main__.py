"""Measure everything and print a table: `python -m bench [--json]`. Exit code 1 when a goal is missed."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from bench import duties_year, find, page, rest, submit
from bench.goals import Figure, table
from bench.house import house
from bench.intake import intake_100k
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
    _say("duties of a year")
    yield from duties_year.figures()
    _say("search, SQLite")
    yield find.on_sqlite()
    _say("search, PostgreSQL")
    yield find.on_postgresql()
    _say("intake of a long list")
    yield from intake_100k()


def _say(what: str) -> None:
    print(f"measuring: {what}", file=sys.stderr, flush=True)


def main() -> int:
    measured = []
    for figure in figures():
        print(table([figure]), file=sys.stderr, flush=True)  # a later one that fails loses none
        measured.append(figure)
    RESULTS.write_text(json.dumps([asdict(f) | {"met": f.met} for f in measured], ensure_ascii=False, indent=1) + "\n")
    print(table(measured))
    return 1 if any(figure.met is False for figure in measured) else 0


if __name__ == "__main__":
    sys.exit(main())
