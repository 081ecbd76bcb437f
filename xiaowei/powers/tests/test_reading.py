"""Reading a list: what offices save is read, and every problem is named at once, with row and column."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaowei.powers.content import Step
from xiaowei.powers.reading import listing
from xiaowei.powers.reading.listing import File
from xiaowei.powers.reading.problems import BadList
from xiaowei.powers.tests.lists import FLOWS, HEAD, POLICIES, RELIEF, SPENDING, TABLE, flows, read

SAMPLES = Path(__file__).parents[3] / "samples" / "powers"


def why(*args: Any, **options: Any) -> list[str]:
    with pytest.raises(BadList) as refused:
        read(*args, **options)
    return [str(problem) for problem in refused.value.problems]


def test_the_sample_list_is_read_whole() -> None:
    files = [File(name, (SAMPLES / name).read_bytes()) for name in ("powers.csv", "flows.json", "policies.json")]
    found = listing.read(*files)
    assert (len(found.items), sum(len(item.steps) for item in found.items)) == (36, 188)
    assert found.policies and len(found.policies) == 20 and not found.notes
    assert {item.group for item in found.items} == {"集体管理事务", "便民服务"}
    assert any(step.back for item in found.items for step in item.steps)


def test_a_list_says_items_steps_and_policies() -> None:
    found = read()
    spending, relief = found.items
    assert (spending.name, spending.publish, spending.publish_days) == ("财务收支审批", True, None)
    assert spending.basis == ("P10", "P15") and spending.roles == ("村报账员", "村委会")
    assert spending.steps[1] == Step(2, "村务监督委员会", "集体审核盖章", back=1, back_when="不合规的")
    assert spending.steps[0].risk == "白条入账"
    assert relief.publish_days == 7 and relief.steps[1].days == 7
    assert found.policies and found.policies[1].issued == "2011" and found.policies[0].points == ("第一条", "第四条")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_any_encoding_an_office_saves(encoding: str) -> None:
    drawn, laws = json.dumps(FLOWS, ensure_ascii=False), json.dumps(POLICIES, ensure_ascii=False)
    again = read(TABLE.replace("\n", "\r\n").encode(encoding), drawn.encode(encoding), laws.encode(encoding))
    assert again == read()


def test_columns_that_are_not_needed_may_be_missing() -> None:
    found = read("code,name,category\nNH08,财务收支审批,村级财务管理事项\nNH24,最低生活保障申请,救助\n")
    spending, relief = found.items
    assert (spending.group, spending.basis, spending.publish) == ("集体管理事务", ("P10", "P15"), True)
    assert (relief.group, relief.basis, relief.publish_days) == ("", (), 7)  # as the flow says


def test_chinese_headers_and_a_list_of_flows() -> None:
    table = TABLE.replace(HEAD, "编号,事项名称,权力类别,大类,责任主体,步数,是否公示,公示天数,政策依据,来源")
    listed = [{"code": code, **flow} for code, flow in FLOWS.items()]
    assert read(table, listed, {one["id"]: one for one in POLICIES}) == read()


def test_policies_may_be_a_table() -> None:
    table = (
        "id,title,issuer,number,date,effective,status,key_points,source,note\n"
        "P10,农村财务会计管理办法,某区,府办规〔2018〕1号,2018-04-12,2018-04-16,失效：2023-04-16,第一条；第四条,p10,\n"
        "P15,村委会组织法实施办法,,,2011,,有效,,,\n"
        "P19,最低生活保障审核审批办法（试行）,,,2012,,失效（已由后来的办法取代）,,,\n"
    )
    assert read(policies=table) == read()


def test_without_policies_an_id_stands_as_it_is_and_with_them_it_must_be_known() -> None:
    assert read(policies=None).items[0].basis == ("P10", "P15")
    assert read(policies=None, known=frozenset({"P10", "P15", "P19"})).policies is None
    assert why(policies=None, known=frozenset({"P10", "P15"})) == [
        "powers.csv 第 3 行 basis 列：依据 P19 找不到。请核对编号，或在政策文件里补上它。"
    ]
    (said,) = why(TABLE.replace("P10;P15", "P10;P99"))
    assert said.startswith("powers.csv 第 2 行 basis 列：依据 P99 找不到")


def test_every_problem_at_once_with_row_and_column() -> None:
    table = "\n".join(
        (
            HEAD,
            SPENDING.replace(",3,是,,", ",5,是,七天,"),
            RELIEF.replace(",是,7,", ",也许,7,"),
            SPENDING,
            "NH99,没有流程的事,其他,,,,,,,",
            ",没有编号的事,其他,,,,,,,",
            "NH24X,,,,,,,,,,多出来的",
        )
    )
    assert why(table) == [
        "powers.csv 第 7 行：比表头多出内容。请检查是否多了逗号。",
        "powers.csv 第 2 行 steps 列：写的是 5 步，flows.json 里 NH08 有 3 步。请核对后改成一样。",
        "powers.csv 第 2 行 publish_days 列：“七天”不对，应当是 1 到 3650 的整数。请改成数字，没有就留空。",
        "powers.csv 第 3 行 publish 列：“也许”不认识。请写“是”或“否”。",
        "powers.csv 第 4 行 code 列：NH08 与第 2 行重复。请只留一行。",
        "powers.csv 第 5 行 code 列：flows.json 里没有 NH99 的流程。请补上流程，或删掉这一行。",
        "powers.csv 第 6 行 code 列：没有写编号，或编号有空格、超过 20 个字。请改好。",
        "powers.csv 第 7 行 code 列：flows.json 里没有 NH24X 的流程。请补上流程，或删掉这一行。",
        "powers.csv 第 7 行 name 列：没有写名称。请补上。",
        "powers.csv 第 7 行 category 列：没有写类别。请补上。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"actor": "", "action": "审核"}, "flows.json NH24 第 2 步 actor 列：没有写由谁办"),
        ({"actor": "乡镇"}, "flows.json NH24 第 2 步 action 列：没有写办什么"),
        ({"actor": "乡镇", "action": "审核", "back": 2}, "back 列：写的是退回第 2 步，只能退回到前面的步骤"),
        ({"actor": "乡镇", "action": "审核", "back": 3}, "back 列：写的是退回第 3 步，只能退回到前面的步骤"),
        ({"actor": "乡镇", "action": "审核", "back": "上一步"}, "第 2 步 back 列：“上一步”不对"),
        ({"n": 3, "actor": "乡镇", "action": "审核"}, "第 2 步 n 列：写的是第 3 步，按顺序应当是第 2 步"),
        ({"actor": "乡镇", "action": "审核", "days": -1}, "第 2 步 days 列：“-1”不对"),
        ({"actor": "乡镇", "action": "审核", "days": True}, "第 2 步 days 列"),
        ({"actor": "乡镇", "action": ["审", "核"]}, "第 2 步 action 列：应当是文字"),
        ({"actor": "乡镇", "action": "审" * 301}, "第 2 步 action 列：有 301 个字"),
        ("审核", "flows.json NH24 第 2 步：应当是一组"),
    ],
)
def test_a_wrong_step_is_named(step: Any, said: str) -> None:
    good = {"n": 1, "actor": "村民", "action": "申请"}
    (found,) = why(flows=flows(NH24={"steps": [good, step]}))
    assert said in found


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        ("", "flows.json：文件是空的"),
        ('{"NH08": ', "flows.json 第 1 行：不是正确的 JSON"),
        ('{"NH08": {}, "NH08": {}}', "flows.json NH08：这个编号出现了两次"),
        ("[1]", "flows.json code 列：第 1 项没有写 code"),
        ("3", "flows.json：最外层应当是"),
        ('{"NH08": 3}', "flows.json NH08：应当是一组"),
        ('{"NH08": {"steps": []}}', "flows.json NH08 steps 列：没有写步骤"),
        ("[" * 100_000, "flows.json：一层套一层太深"),
        ('{"NH08": ' + "9" * 5000 + "}", "flows.json：有一个数字长得读不了"),
        (b"\xff\xfe\x00\x01", "flows.json：既不是 UTF-8 也不是 GB18030"),
    ],
)
def test_a_file_of_flows_that_is_none(drawn: Any, said: str) -> None:
    assert any(problem.startswith(said) for problem in why(flows=drawn))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "失效：2023-02-30"}, "policies.json P10 status 列：“失效：2023-02-30”里的日期不存在"),
        ({"date": "去年"}, "policies.json P10 date 列：“去年”不是日期"),
        ({"effective": "2023-13-01"}, "policies.json P10 effective 列"),
        ({"title": ""}, "policies.json P10 title 列：没有写文件名称"),
        ({"id": ""}, "policies.json id 列：第 1 项没有写 id"),
        ({"id": "P15"}, "policies.json P15：这个编号出现了两次"),
    ],
)
def test_a_wrong_policy_is_named(change: dict[str, Any], said: str) -> None:
    (found,) = why(policies=[POLICIES[0] | change, *POLICIES[1:]])
    assert found.startswith(said)


def test_a_table_that_is_none() -> None:
    assert why("name,category\n甲,乙\n") == ["powers.csv 第 1 行：表头缺少这些列：code。请补上后再导入。"]
    assert why(HEAD + ",code\n") == ["powers.csv 第 1 行：表头里 code 写了不止一次。请只留一个。"]
    assert why(HEAD + "\n") == ["powers.csv：只有表头，没有内容。请检查文件后再导入。"]
    assert why("") == ["powers.csv 第 1 行：表头缺少这些列：code、name、category。请补上后再导入。"]


def test_a_copy_that_broke_off_ends_no_item() -> None:
    whole = TABLE.rstrip("\n")
    assert read(whole) == read(whole + "\n")  # no newline at the end is no fault
    last = whole.split("\n")[-1]
    broken = whole[: len(whole) - len(last)] + ",".join(last.split(",")[:3])
    assert any("最后一行没写完" in said for said in why(broken))


def test_what_can_be_taken_all_the_same_is_remarked() -> None:
    table = TABLE.replace(HEAD, HEAD + ",remarks").replace("NH24", "NH25")
    found = read(table, flows(NH25=FLOWS["NH24"] | {"name": "别的名称"}))
    assert found.notes == (
        "powers.csv：不认识的列没有读：remarks。",
        "flows.json：NH25 的名称和表里不一样，按表里的“最低生活保障申请”导入。",
        "flows.json：有 1 个流程不在表里，没有导入：NH24。",
    )
    (remark,) = read(TABLE.replace(",2,是,7,", ",2,否,,")).notes
    assert "NH24 写“不公示”，流程里标的却不是这样" in remark


@settings(deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200), st.none() | st.binary(max_size=200))
def test_any_bytes_are_a_list_or_a_sentence(table: bytes, drawn: bytes, laws: bytes | None) -> None:
    try:
        read(table, drawn, laws)
    except BadList as refusal:
        assert str(refusal).strip()


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("甲乙1 ；\x00", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["n", "actor", "back", "to"]), inner),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["n", "actor", "action", "days", "publish", "back", "risk", "when"]), ANY))
def test_any_step_is_taken_or_refused_in_words(step: dict[str, Any]) -> None:
    try:
        read(flows=json.dumps(flows(NH24={"steps": [{"actor": "甲", "action": "乙"}, step]})))
    except BadList as refusal:
        assert str(refusal).strip()
