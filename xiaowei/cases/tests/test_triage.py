"""Fail closed: what may be about a cadre goes to discipline triage; an ordinary doubt stays in the village."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.cases.triage import judge

NAMES = {"陶乙丑", "韩丙辰", "欧阳辛巳", "魏丁"}

ABOUT_CADRES = [
    "书记把修渠的钱装进自己腰包了",
    "村主任家的低保是怎么评上的",
    "韩丙辰去年领了三份误工补贴",
    "丙辰家盖楼的水泥哪来的",  # the given name alone
    "听说老陶又买了车",  # what people call him
    "那个姓韩的从来不开会",
    "欧阳辛巳收了人家两条烟",
    "魏丁从来没下过地",
    "韩 丙 辰 的账对不上",
    "韩.丙，辰的账对不上",
    "韩\u200b丙\u200b辰的账对不上",
    "⾋记贪了没有".replace("⾋", "书"),
    "支　书说了算，谁也不敢问",
    "书-记说了算",
    "ｓｈｕｊｉ说了算",
    "找ZhuRen盖章要两条烟",
    "有人冒领了我妈的高龄补贴",
    "补贴被截留了一半",
    "我要举报",
    "危房改造要给好处费才批",
    "他弟弟包了村里所有的活",
    "会计说钱不够，可是账上明明有",
    "镇长来过一回就再没下文",
    "我实名反映，请替我保密",
    "怕被报复，不敢写名字",
    "陶*丑买了新车",  # half a name behind stars
    "陶××买了新车",
    "陶某某买了新车",
    "王*强买了新车",  # whoever he is
    "王某买了新车",
    "hanbingchen买了新车",
    "Hán Bǐng Chén 买了新车",
    "han2 bing3 chen2买了新车",
    "bing chen买了新车",
    "ouyangxinsi收了烟",
    "wèi dīng收了烟",
    "shū jì说了算",
    "cūn zhǎng说了算",
    "shu1ji4说了算",
    "镇政府的人来过一回就再没下文",  # an office without a person
    "派出所不给办",
    "",
    "？？？",
    "👍",
]

ORDINARY = [
    "挖机3小时要900块，是不是贵了？",
    "防汛沙袋买了多少个，单价多少？",
    "保洁员工资是按月还是按天算的？",
    "路灯电费为什么比上个月多了一倍？",
    "租金480000分是480元还是4800元，看不懂",
    "这一笔的发票能不能贴出来看看？",
    "上月结余和这个月的期初对不上",
    "清淤是清的哪一段水渠？",
    "村口的路灯又不亮了",
    "垃圾清运一个月几次？",
    "自来水两天没来了，什么时候能修好？",
    "村民委员会的公开栏能不能挪到超市门口",
    "其他支出200元是什么？",
    "请领导们看看东头的桥",
    "希望以后每一笔都写清数量",
    "光伏发电的收入是一年一结吗？",
    "水泥*20袋，沙*3方，一共多少钱？",
    "LED路灯和PVC水管各多少钱？",
    "WiFi信号塔什么时候能通？",
]


@pytest.mark.parametrize("words", ABOUT_CADRES)
def test_about_a_cadre(words: str) -> None:
    assert judge(words, names=NAMES).about_cadre


@pytest.mark.parametrize("words", ORDINARY)
def test_an_ordinary_doubt(words: str) -> None:
    verdict = judge(words, names=NAMES)
    assert not verdict.about_cadre, verdict.why


def test_everybody_named_is_named() -> None:
    assert judge("韩丙辰和老陶分了", names=NAMES).named == {"韩丙辰", "陶乙丑"}
    assert judge("书记分了", names=NAMES).named == frozenset()
    assert judge("陶*丑和hanbingchen分了", names=NAMES).named == {"韩丙辰", "陶乙丑"}


@pytest.mark.parametrize(
    ("words", "roles", "levels"),
    [
        ("书记分了", {"party_secretary"}, set()),
        ("监委会主任分了", {"supervision_head"}, set()),  # and no village head
        ("村委会主任分了", {"village_head"}, set()),
        ("镇长和村会计分了", {"township_leader", "clerk"}, set()),
        ("纪委书记不管", {"township_discipline_head"}, set()),
        ("县长不管", set(), {"county"}),
        ("村民委员会公开栏", set(), set()),
    ],
)
def test_offices_are_named_as_people_call_them(words: str, roles: set[str], levels: set[str]) -> None:
    verdict = judge(words, names=NAMES)
    assert (verdict.roles, verdict.levels) == (roles, levels)


@given(st.sampled_from(sorted(NAMES)), st.text(" .，、-_·\u200b　\n", max_size=3), st.booleans())
def test_nothing_between_the_characters_hides_a_name(name: str, gap: str, wide: bool) -> None:
    written = gap.join(name)
    written = written if wide else unicodedata.normalize("NFKC", written)
    assert name in judge(f"请问{written}的误工费", names=NAMES).named


@given(st.text(max_size=40), st.sampled_from(ABOUT_CADRES[:24]))
def test_more_words_never_route_down(more: str, words: str) -> None:
    # only what strikes out a longer harmless word could; so nothing stands between the two
    assert judge(f"{words}\n。{more}", names=NAMES).about_cadre
