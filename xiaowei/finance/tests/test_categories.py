"""The groups of a chart."""

import pytest

from xiaowei.finance.categories import categories, category


@pytest.mark.parametrize(
    ("summary", "income", "group"),
    [
        ("收4月份光伏发电电费收入", True, "光伏发电"),
        ("收老石场周边荒地12亩2023年租金", True, "土地租金"),
        ("收上级拨付村级组织运转经费（第二季度）", True, "上级拨付运转经费"),
        ("收存款利息", True, "存款利息"),
        ("收到一笔说不清的钱", True, "其他收入"),
        ("付垃圾清运费", False, "保洁与垃圾清运"),
        ("付小麦一喷三防用工补助", False, "农业与防汛"),
        ("付村委会4月份电费", False, "办公与党报党刊"),
        ("付路灯电费", False, "水电路灯维护"),
        ("付村道两侧除草用工（5工×120元）", False, "水电路灯维护"),
        ("付招待费", False, "其他支出"),
    ],
)
def test_an_entry_finds_its_group(summary: str, income: bool, group: str) -> None:
    assert category(summary, income=income) == group
    assert group in categories(income=income)
