"""No public byte holds an identity number, a card, a phone or a child's name, wherever in a table it was written.

The table is published by its four hands, and everything anybody can fetch about it is looked through.
"""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.county import AT
from xiaowei.base.idnumbers import check_character
from xiaowei.base.masking import FULL_WIDTH
from xiaowei.base.people import plain
from xiaowei.base.refs import Ref
from xiaowei.disclosure import digest, queries
from xiaowei.disclosure.contents import KINDS, TABLE
from xiaowei.disclosure.items import item
from xiaowei.disclosure.models import Digest, TableRow
from xiaowei.disclosure.tables import entry, masks
from xiaowei.disclosure.tables import queries as tables
from xiaowei.disclosure.tables.digests import public_content
from xiaowei.disclosure.tables.entry import Said
from xiaowei.disclosure.tables.models import Table
from xiaowei.disclosure.tests import tables as made
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.tables import understood
from xiaowei.disclosure.tests.township import Township

CHILD, GROWN = "钱小宝", "赵甲子"
HEADINGS = (
    ("序号", "number", "text"),
    ("姓名", "name", "name"),
    ("身份证号", "id_number", "id"),
    ("银行卡号", "account", "account"),
    ("联系电话", "phone", "phone"),
    ("项目", "project", "text"),
    ("面积", "area", "number"),
    ("金额", "amount", "money"),
    ("月份", "month_1", "month"),
    ("勾选", "mark", "mark"),
    ("日期", "date", "date"),
    ("备注", "note", "text"),
)


def number_of(born: dt.date) -> str:
    """An identity number of nobody's county."""
    first = f"990101{born:%Y%m%d}001"
    return first + check_character(first)


def wide(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def spaced(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


BORN_A_CHILD = number_of(dt.date(2012, 3, 4))
APART = f"{BORN_A_CHILD[:6]} {BORN_A_CHILD[6:14]} {BORN_A_CHILD[14:]}"
SECRETS = (BORN_A_CHILD, number_of(dt.date(1960, 5, 6)), "9999990000000000017", "15400000001")
spellings = st.sampled_from([str, wide])
secrets = st.builds(lambda secret, how: how(secret), st.sampled_from(SECRETS), spellings) | st.sampled_from(
    [
        "154 0000 0001",
        "154-0000-0001",
        "9999 9900 0000 0000 017",
        f"{BORN_A_CHILD[:6]} {BORN_A_CHILD[6:14]} {BORN_A_CHILD[14:]}",
    ]
)
children = st.sampled_from([CHILD, "钱 小宝", "钱小 宝", "钱·小宝"])
planted = st.one_of(secrets, children)
around = st.sampled_from(["", "付", "，", "电话：", "（", "由"])
texts = st.builds(lambda before, what, after: before + what + after, around, planted, around)
rows = st.lists(st.lists(st.one_of(st.just(""), texts), min_size=12, max_size=12), min_size=1, max_size=4)


def child_row(**cells: str) -> list[str]:
    """The row that says who the child is: by name and identity number."""
    row = dict.fromkeys((field for _header, field, _holds in HEADINGS), "")
    row |= {"number": "1", "name": CHILD, "id_number": BORN_A_CHILD, "project": "分红", "amount": "100.00"} | cells
    return list(row.values())


def grown_row() -> list[str]:
    return child_row(name=GROWN, id_number=SECRETS[1], note=f"由{CHILD}代领")


def leaks(said: str) -> list[str]:
    """What of the planted can be read in these words, blanks and full-width digits notwithstanding."""
    bare = re.sub(r"[\s\-·]", "", said.translate(FULL_WIDTH))
    found = [secret for secret in SECRETS if secret in bare or secret.lower() in bare]
    return found + ([CHILD] if CHILD in plain(said) else [])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=rows,
    title=st.one_of(st.just("下宫村2023年分红表"), texts),
    header=st.one_of(st.just("备注"), texts),
    group=st.one_of(st.just(""), texts),
    sheet=st.one_of(st.just("Sheet1"), texts),
)
def test_nothing_private_is_stored_as_public(
    rows: list[list[str]], title: str, header: str, group: str, sheet: str
) -> None:
    columns = [*HEADINGS[:-1], (header, "note", "text")]
    every = [child_row(), grown_row(), *rows]
    groups = [group] * len(every)
    how = {"title": title, "columns": columns, "rows": every, "groups": groups, "sheet": sheet}
    meaning, grid = understood(kind="income_distribution", **how)  # type: ignore[arg-type]
    placed = entry.placement(meaning, said=Said(item="CF13"))
    assert placed is not None
    known = masks.policy(meaning, villagers=[], day=dt.date(2023, 6, 1))
    if entry.why_not(meaning):
        return
    new = entry.table_of(meaning, grid, placed, known)
    public = repr([(row["public"], row["public_group"]) for row in new.rows]) + repr(new.parts) + new.placed.topic
    assert leaks(public) == []


@pytest.fixture
def town(db: None) -> Township:
    return township.build(households=False)


def test_nothing_private_is_in_anything_anybody_can_fetch(town: Township) -> None:
    noted = f"联系{SECRETS[3]}，{CHILD}的，卡{SECRETS[2]}，证{wide(SECRETS[1])}"
    rows = [child_row(), grown_row(), child_row(name=GROWN, id_number="", note=noted, project=f"{CHILD}助学")]
    title = f"下宫村2023年分红表（{CHILD} {SECRETS[3]}）"
    meaning, grid = understood(
        kind="income_distribution", title=title, columns=HEADINGS, rows=rows, groups=[f"{CHILD}组", "", ""]
    )
    publication = township.publish(town, made.draft(town, meaning, grid))
    content = queries.public_page(publication).content
    message = digest.make(town.village, AT.date().replace(day=1), by=town["clerk"], at=AT)
    home = f"/v/{town.village}/"
    client = Client()
    lines = [f"{home}p/{publication}/l/{part.ref}/" for part in KINDS[TABLE].parts(content.ref)]
    paths = [home, f"{home}assets/", f"{home}group/", f"{home}p/{publication}/", f"{home}p/{publication}/1/", *lines]
    paths += [
        f"{home}p/{publication}/public.json",
        f"{home}p/{publication}/proof/",
        f"/rate/{town.village}/{publication}/",
    ]
    paths += [f"/ask/{town.village}/{publication}/{row.ref}/" for row in content.rows]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert leaks(answer.content.decode()) == [], path
    said = Digest.objects.get(pk=message).text + repr(item(publication)) + repr(public_content(content))
    assert leaks(said) == []
    assert "未成年人" in client.get(f"{home}p/{publication}/").content.decode()


def test_the_own_village_reads_whole_names_only_where_a_notice_asks(town: Township) -> None:
    rows = [child_row(), grown_row()]
    asked, grid = understood(kind="income_distribution", title="下宫村2023年分红表", columns=HEADINGS, rows=rows)
    [table] = tables.tables_of_reading(made.enter(town, asked, grid))
    names = [row.cells[1] for row in tables.own_village_table(table).rows]
    assert names == ["未成年人", GROWN] and [row.cells[1] for row in tables.table(table).rows] == ["未成年人", "赵*"]
    plain_one, grid = understood(kind="asset_register", columns=HEADINGS, rows=rows)
    [other] = tables.tables_of_reading(made.enter(town, plain_one, grid))
    assert [row.cells[1] for row in tables.own_village_table(other).rows] == ["未成年人", "赵*"]
    assert not Table.objects.get(pk=other).notice


def test_numbers_rest_sealed(town: Township) -> None:
    meaning, grid = understood(columns=HEADINGS, rows=[grown_row()])
    made.enter(town, meaning, grid)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "values", secret, public FROM disclosure_tablerow')
        stored = str(cursor.fetchall())
        cursor.execute("SELECT understood, grid FROM disclosure_tablereading")
        stored += str(cursor.fetchall())
    assert SECRETS[1] not in stored and SECRETS[1] in TableRow.objects.get().secret
    assert SECRETS[1] not in repr(tables.reading_of(Ref(Table.objects.get().ref)).sheets)
