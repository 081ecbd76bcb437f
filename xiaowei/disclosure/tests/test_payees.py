"""Account and payee of an uploaded sheet reach the money pages; a person's name stays inside."""

from tests.county import AT, County
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.sheets.tests.made import workbook
from xiaowei.disclosure import money, queries, upload
from xiaowei.disclosure.tests import way
from xiaowei.finance.models import Line
from xiaowei.roster import queries as roster


def test_account_and_payee_arrive_and_people_have_no_name(county: County) -> None:
    village = roster.area(county.village).short_name
    rows = [
        [f"{village}2023年5月财务收支明细表"], ["单位：元"],
        ["日期", "凭证号", "摘要", "会计科目", "对方单位", "收入", "支出", "结余"],
        ["上月结转", None, None, None, None, None, None, 1000],
        ["5月3日", "1", "收光伏发电收益", "经营收入", "示范县光伏发电有限公司", 300, None, 1300],
        ["5月9日", "2", "付赵甲子清淤工资", "管理费用", "赵甲子", None, 80, 1220],
        ["合计", None, None, None, None, 300, 80, 1220],
    ]  # fmt: skip
    file = upload.File("5月.xlsx", workbook(rows), new_ref())
    taken = upload.take(file, chosen=county.village, by=county["clerk"], at=AT)
    assert taken.version
    stored = Line.objects.order_by("number").values_list("account", "payee")
    assert list(stored) == [("经营收入", "示范县光伏发电有限公司"), ("管理费用", "赵甲子")]
    draft = way.version(taken.version)
    way.submit(county, draft)
    for part in way.SIGNERS:
        way.sign(county, draft, part)
    year = money.money_of(county.village).of_year(2023)
    assert {heap.name for heap in year.by_payee()} == {"示范县光伏发电有限公司", "个人（名字不公开）"}
    assert "赵甲子" not in repr(year)
    page = queries.public_json(Ref(way.version(taken.version).publication_id)).decode()
    assert "付赵*清淤工资" in page and "赵甲子" not in page
