"""A quarter's list of expenses and a two-sided half-year go the same way as a month, and say no more than they know."""

import json
import secrets
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xiaowei.base.sheets.tests.made import Rows, workbook
from xiaowei.disclosure import queries as disclosure
from xiaowei.doors.workbench.tests.county import County, hidden

QUARTER: Rows = [
    ["下宫村二〇二三年第一季度财务支出公告"], ["编制单位：青石镇下宫村", None, None, "单位：元"],
    ["笔数", "时间", "用途", "金额（元）", "经办"],
    [1, "1月4日", "付路灯电费", 1263.18, "赵甲子"], [2, "2月9日", "购打印纸", 86.5, "钱乙丑"],
    ["合计", None, None, "¥1,349.68"],
]  # fmt: skip
HALF_YEAR: Rows = [
    ["下宫村2022年下半年收支情况表"], ["青石镇      单位：元"], ["收入", None, None, "支出"],
    ["项目", "金额", "备注", "项目", "金额", "备注"],
    ["上年结余", "1,000.00", None, "付保洁员工资", "5,400.00", None],
    ["收鱼塘承包费", "8,000.00", None, "购炕炕馍30个", "30.00", "白条"],
    ["合计", "9,000.00", None, "合计", "5,430.00", None], ["结余", "3,570.00"],
]  # fmt: skip


def sent(county: County, clerk: Client, rows: Rows) -> str:
    """The clerk uploads a sheet, reads it over and sends it; returns the reference."""
    file = SimpleUploadedFile("公告.xlsx", workbook(rows))
    answer = clerk.post("/desk/upload/", {"village": county.village, "form_key": secrets.token_hex(16), "file": file})
    assert answer.status_code == 302, answer.content.decode()
    assert "不认识的表" not in clerk.get(answer["Location"]).content.decode()
    done = clerk.post(f"{answer['Location']}submit/", {})
    assert done.status_code == 302, done.content.decode()
    return str(answer["Location"]).split("/")[3]


def published(county: County, rows: Rows) -> tuple[str, str, dict[str, Any]]:
    """Signed by three: what the reviewers read, what everybody reads, and the same as data."""
    ref = sent(county, county.browser("clerk"), rows)
    review = county.browser("supervisor").get(f"/desk/review/{ref}/").content.decode()
    for name in ("supervisor", "secretary", "agency"):
        client = county.browser(name)
        seen = hidden(client.get(f"/desk/review/{ref}/").content.decode(), "seen")
        assert client.post(f"/desk/review/{ref}/sign/", {"seen": seen}).status_code == 302
    [one] = disclosure.published_in(county.village)
    anybody, path = Client(), f"/v/{county.village}/p/{one.ref}/"
    page = anybody.get(path).content.decode()
    data = json.loads(anybody.get(f"{path}public.json").content)
    assert anybody.get(f"/v/{county.village}/").status_code == 200
    return review, page, data["ledger"]


def test_a_list_of_expenses_says_nothing_of_income(county: County) -> None:
    review, page, data = published(county, QUARTER)
    for text in (review, page):
        assert "2023年第一季度" in text and "1,349.68" in text and "付路灯电费" in text
        assert "None" not in text
    assert "本期支出" in page and "本期收入" not in page and "上期结余" not in page and "本期结余" not in page
    assert data["expense"] == "1349.68" and not {"income", "opening", "closing"} & data.keys()


def test_a_two_sided_half_year_has_entries_without_days(county: County) -> None:
    review, page, data = published(county, HALF_YEAR)
    for text in (review, page):
        assert "2022年下半年" in text and "收鱼塘承包费" in text and "None" not in text
    assert "不算收入" in review and "白条" in review
    assert (data["opening"], data["income"], data["expense"], data["closing"]) == (
        "1000.00", "8000.00", "5430.00", "3570.00",
    )  # fmt: skip
    assert [line["summary"] for line in data["lines"]] == ["付保洁员工资", "收鱼塘承包费", "购炕炕馍30个"]
    assert all("date" not in line for line in data["lines"])
    assert "第 3 笔" in page  # where there is neither day nor voucher, a line is called by its number


@pytest.mark.parametrize("rows", [QUARTER, HALF_YEAR])
def test_a_correction_says_what_changed(county: County, rows: Rows) -> None:
    published(county, rows)
    clerk = county.browser("clerk")
    words = {"购打印纸": "购复印纸", "购炕炕馍30个": "购炕炕馍40个"}
    mended = [[words.get(str(value), value) for value in row] for row in rows]
    file = SimpleUploadedFile("更正.xlsx", workbook(mended))
    answer = clerk.post("/desk/upload/", {"village": county.village, "form_key": secrets.token_hex(16), "file": file})
    page = clerk.get(answer["Location"].replace("/sheet/", "/review/")).content.decode()
    assert "改了什么" in page and ("购复印纸" in page or "购炕炕馍40个" in page)
