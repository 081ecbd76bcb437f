"""A table as villagers read it: every line with an address, what a correction changed, old bytes gone at once."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from xiaowei.base.refs import Ref
from xiaowei.disclosure import queries
from xiaowei.disclosure.contents import KINDS, TABLE
from xiaowei.disclosure.models import TableRow
from xiaowei.disclosure.tests import tables as made
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.tables import ASSET_ROWS
from xiaowei.disclosure.tests.township import Township
from xiaowei.doors.villager.tests.test_subsidy import Story
from xiaowei.doors.villager.tests.test_subsidy import story as story


@pytest.fixture
def town(db: None) -> Township:
    return township.build(households=False)


def text(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_every_line_has_a_page_a_picture_and_a_way_to_doubt(town: Township) -> None:
    publication = made.publish(town, groups=["经营性", "经营性", "公益性"])
    home = f"/v/{town.village}/p/{publication}/"
    page = text(home)
    assert "数据截至" in page and "经营性" in page and "395,000.00" in page and "15400000001" not in page
    for part in KINDS[TABLE].parts(queries.public_page(publication).content.ref):
        own = f"{home}l/{part.ref}/"
        assert f'href="{own}"' in page and f"/ask/{town.village}/{publication}/{part.ref}/" in page
        alone = text(own)
        assert part.cells[2][1] in alone and f'src="/q/{part.ref}"' in alone
        assert f"/ask/{town.village}/{publication}/{part.ref}/" in alone
        assert Client().get(f"/r/{part.ref}")["Location"] == own
        drawn = Client().get(f"/q/{part.ref}")
        assert drawn["Content-Type"] == "image/svg+xml" and b"<svg" in drawn.content
        assert Client().get(f"/ask/{town.village}/{publication}/{part.ref}/").status_code == 200
    assert Client().get("/q/" + "a" * 26).status_code == 404
    assert Client().get(f"{home}l/{'a' * 26}/").status_code == 404
    assert Client().get(f"/v/{town.villages[township.SHANGGONG]}/p/{publication}/l/{part.ref}/").status_code == 404


def test_a_correction_shows_both_versions_and_their_difference(town: Township) -> None:
    publication = made.publish(town)
    home = f"/v/{town.village}/p/{publication}/"
    assert Client().get(f"{home}1/changes/").status_code == 404
    rows = [list(row) for row in ASSET_ROWS]
    rows[1][4] = "80000.00"
    made.publish(town, rows=rows, reason="净值写错")
    page, told = text(home), text(f"{home}2/changes/")
    assert "更正说明：净值写错" in page and f'href="{home}2/changes/"' in page and f'href="{home}1/"' in page
    assert "<del>90,000.00</del> <ins>80,000.00</ins>" in told and "<del>320,000.00</del>" in told
    older = Ref(TableRow.objects.filter(table__reading__isnull=False).order_by("table__pk", "number").first().ref)
    assert "第 1 版" in text(f"{home}1/") and Client().get(f"{home}l/{older}/").status_code == 200


def test_the_page_costs_the_same_however_many_rows(town: Township) -> None:
    few = made.publish(town)
    many = made.publish(town, title="青石镇下宫村农机具登记表", rows=[ASSET_ROWS[0]] * 60)
    counts = []
    for publication in (few, many):
        with CaptureQueriesContext(connection) as caught:
            text(f"/en/v/{town.village}/p/{publication}/")
        # names and bodies nearby are kept for a moment by the roster; what counts is what a row may not cost
        counts.append(sum("disclosure_" in one["sql"] for one in caught.captured_queries))
    assert counts[0] == counts[1]


def test_the_own_village_reads_whole_names_where_a_notice_asks(story: Story) -> None:
    columns = (("姓名", "name", "name"), ("身份证号", "id_number", "id"), ("金额", "amount", "money"))
    rows = [("赵甲子", "990101196005060011", "100.00")]
    title = "青石镇下宫村2023年收益分配表"
    publication = made.publish(story.town, kind="income_distribution", title=title, columns=columns, rows=rows)
    mine = f"/me/v/{story.town.village}/p/{publication}/"
    assert Client().get(mine).status_code == 302
    answer = story.phone(31).get(mine)
    page = answer.content.decode()
    assert "赵甲子" in page and "990101" not in page and "no-store" in answer["Cache-Control"]
    assert "赵甲子" not in text(f"/v/{story.town.village}/p/{publication}/")
