"""A list of 100,000 subsidy rows: read, checked and stored as drafts, against python-calamine alone and a bare insert.

`python -m bench.intake FILE`, with an installation's settings in the environment, takes the file in and prints JSON.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from bench.goals import Figure
from bench.house import environment, furnish

ROWS = 100_000
HEADER = (
    "序号", "乡镇", "村", "组", "户主姓名", "身份证号", "一卡通账号", "面积（亩）", "补贴标准（元/亩）",
    "补贴金额（元）",
)  # fmt: skip
SURNAMES, STEMS, BRANCHES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
ROUNDS = 3
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def intake_100k() -> Iterator[Figure]:
    """Time as a share of the yardstick's (its time divided by ours), and the memory of both processes.

    Each round is an installation of its own; the best round of each counts, since only disturbance is added.
    """
    ours, theirs, said, bare = [], [], {}, []
    with tempfile.TemporaryDirectory(prefix="xiaowei-bench-") as folder:
        for number in range(ROUNDS):
            env = environment(Path(folder) / f"var{number}")
            furnish(env)
            path = Path(folder) / "list.xlsx"
            if not path.exists():
                _make(path, _places(env))
            before = _processor(resource.RUSAGE_CHILDREN)
            theirs.append(_timed(partial(_bare, path, Path(folder) / f"bare{number}")))
            bare.append(_processor(resource.RUSAGE_CHILDREN) - before)
            said = _own(env, path)
            ours.append(said["seconds"])
    note = f"{min(ours):.1f} and {min(theirs):.1f} s; of processor {said['processor']:.1f} and {min(bare):.1f} s"
    yield Figure(
        "intake of 100,000 rows / calamine + insert", min(theirs) / min(ours), 0.5, "x", at_least=True, note=note
    )
    yield Figure("intake of 100,000 rows: longest transaction", said["longest_ms"], 100, "ms")
    memory = max(said["server_mb"], said["parser_mb"])
    note = f"server {said['server_mb']:.0f} MB, parser {said['parser_mb']:.0f} MB"
    yield Figure("intake of 100,000 rows: peak memory", memory, 400, "MB", note=note)


def _own(env: dict[str, str], path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.intake", str(path)]
    return dict(json.loads(subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE).stdout))


def _processor(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _bare(path: Path, database: Path) -> None:
    """What the yardstick does, in a process of its own: no more than anybody would write in five minutes."""
    subprocess.run([sys.executable, "-m", "bench.yardsticks.bare_intake", str(path), str(database)], check=True)


def _places(env: dict[str, str]) -> list[tuple[str, str]]:
    command = [sys.executable, "-m", "bench.intake", "--places"]
    return [
        tuple(place)
        for place in json.loads(subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE).stdout)
    ]


def _make(path: Path, places: list[tuple[str, str]]) -> None:
    """The list as a spreadsheet program writes it, with its texts shared."""
    texts: dict[str, int] = {}

    def cell(at: str, value: str | float) -> str:
        if isinstance(value, str):
            return f'<c r="{at}" s="1" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'
        return f'<c r="{at}" s="1"><v>{value}</v></c>'

    def line(number: int, values: tuple[str | float, ...]) -> str:
        cells = "".join(cell(f"{chr(65 + col)}{number}", value) for col, value in enumerate(values) if value != "")
        return f'<row r="{number}">{cells}</row>'

    rows = list(_rows(places))
    areas, amount = sum(round(row[7] * 100) for row in rows), sum(row[9] for row in rows)
    title = "示范县2023年耕地地力保护补贴发放明细表"
    lines = [line(1, (title,)), line(2, ("单位：元",)), line(3, HEADER)]
    lines += [line(number, row) for number, row in enumerate(rows, start=4)]
    lines.append(line(len(rows) + 4, ("合计", "", "", "", "", "", "", areas / 100, "", amount)))
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><cellXfs><xf/><xf/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')


def _relations(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def _rows(places: list[tuple[str, str]]) -> Iterator[tuple[Any, ...]]:
    from xiaowei.base.idnumbers import check_character

    chance = random.Random(1)
    for n in range(ROWS):
        township, village = places[n * len(places) // ROWS]
        name = SURNAMES[n % 16] + STEMS[n // 16 % 10] + BRANCHES[n // 16 % 12]
        number = f"99{n // 1000:04d}19{50 + n % 50:02d}{1 + n % 12:02d}{1 + n % 28:02d}{n % 1000:03d}"
        area = chance.randint(100, 2000)
        yield (
            n + 1, township, village, f"{'一二三四五'[n % 5]}组", name, number + check_character(number),
            f"999999{n:013d}", area / 100, 100, area,
        )  # fmt: skip


def main() -> None:
    """Inside the installation: the places that a county's office may list, or the whole way of one file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaowei.settings")
    import django

    django.setup()
    by, villages = _office()
    if sys.argv[1] == "--places":
        print(json.dumps(villages))
        return
    from xiaowei.base import clock
    from xiaowei.disclosure import upload

    longest = _Longest()
    file = upload.File("名册.xlsx", Path(sys.argv[1]).read_bytes(), "bench")
    before = _processor(resource.RUSAGE_SELF) + _processor(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    taken = upload.take(file, chosen=None, by=by, at=clock.now())
    seconds = time.perf_counter() - start
    processor = _processor(resource.RUSAGE_SELF) + _processor(resource.RUSAGE_CHILDREN) - before
    if taken.listing is None or _stored() < ROWS:
        raise RuntimeError("the list was not entered: this would measure something else")
    own, apart = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "seconds": seconds, "processor": processor, "longest_ms": longest.seconds * 1000,
        "server_mb": own.ru_maxrss / 1024, "parser_mb": apart.ru_maxrss / 1024,
    }  # fmt: skip
    print(json.dumps(told))


class _Longest:
    """The longest time that a transaction held the write lock, from its BEGIN to its COMMIT."""

    def __init__(self) -> None:
        from django.db import connection

        self.seconds = 0.0
        self._begun = threading.local()
        connection.ensure_connection()
        connection.connection.set_trace_callback(self._see)

    def _see(self, statement: str) -> None:
        if statement.startswith("BEGIN"):
            self._begun.at = time.perf_counter()
        elif statement.startswith("COMMIT") and getattr(self._begun, "at", None):
            self.seconds = max(self.seconds, time.perf_counter() - self._begun.at)


def _stored() -> int:
    from xiaowei.benefits.models import Row

    return Row.objects.filter(batch__entered=True).count()


def _office() -> tuple[Any, list[tuple[str, str]]]:
    """Who may make drafts for the most villages, and these villages with their townships."""
    from xiaowei.base import clock
    from xiaowei.base.refs import Ref
    from xiaowei.disclosure import access
    from xiaowei.roster import queries as roster
    from xiaowei.roster.models import Person

    people = [Ref(ref) for ref in Person.objects.values_list("pk", flat=True)]
    by = max(people, key=lambda person: len(access.listing_villages(person, at=clock.now())))
    villages = access.listing_villages(by, at=clock.now())
    above = roster.areas(village.parent for village in villages if village.parent)
    return by, [(above[village.parent].short_name, village.short_name) for village in villages if village.parent]


if __name__ == "__main__":
    main()
