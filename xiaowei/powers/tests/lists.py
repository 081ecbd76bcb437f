"""A short list to test with: two items, their flows, three policies."""

import copy
import json
from typing import Any

from xiaowei.powers.content import Listing
from xiaowei.powers.reading import listing
from xiaowei.powers.reading.listing import File

HEAD = "code,name,category,group,roles,steps,publish,publish_days,basis,source"
SPENDING = "NH08,财务收支审批,村级财务管理事项,集体管理事务,村报账员；村委会,3,是,,P10;P15,w12"
RELIEF = "NH24,最低生活保障申请,村民救助救灾款申请事项,便民服务,村民；乡镇,2,是,7,P19,w07"
TABLE = "\n".join((HEAD, SPENDING, RELIEF)) + "\n"

FLOWS: dict[str, Any] = {
    "NH08": {
        "name": "财务收支审批",
        "category": "村级财务管理事项",
        "group": "集体管理事务",
        "basis": ["P10", "P15"],
        "source": "w12",
        "steps": [
            {
                "n": 1,
                "actor": "村报账员",
                "action": "票据注明用途并签字",
                "days": None,
                "publish": False,
                "risk": "白条入账",
            },
            {"n": 2, "actor": "村务监督委员会", "action": "集体审核盖章", "back": {"to": 1, "when": "不合规的"}},
            {"n": 3, "actor": "村委会", "action": "每月公示收支", "days": None, "publish": True},
        ],
    },
    "NH24": {
        "name": "最低生活保障申请",
        "steps": [
            {"n": 1, "actor": "村民", "action": "向乡镇申请", "days": None, "publish": False},
            {"n": 2, "actor": "乡镇", "action": "审核并公示", "days": 7, "publish": True},
        ],
    },
}

POLICIES: list[dict[str, Any]] = [
    {"id": "P10", "title": "农村财务会计管理办法", "issuer": "某区", "number": "府办规〔2018〕1号",
     "date": "2018-04-12", "effective": "2018-04-16", "status": "失效：2023-04-16",
     "key_points": ["第一条", "第四条"], "source": ["p10"]},
    {"id": "P15", "title": "村委会组织法实施办法", "number": None, "date": "2011", "status": "有效", "key_points": []},
    {"id": "P19", "title": "最低生活保障审核审批办法（试行）", "date": "2012", "status": "失效（已由后来的办法取代）"},
]  # fmt: skip


def flows(**changed: Any) -> dict[str, Any]:
    """A copy of the flows; `NH08={…}` puts another flow in the place of one, None takes it away."""
    made = copy.deepcopy(FLOWS) | changed
    return {code: flow for code, flow in made.items() if flow is not None}


def read(
    table: str | bytes = TABLE,
    flows: Any = None,
    policies: Any = POLICIES,
    *,
    known: frozenset[str] = frozenset(),
) -> Listing:
    """The list of these files; text and objects are written out first."""
    drawn = _bytes(FLOWS if flows is None else flows)
    laws = None if policies is None else File("policies.json", _bytes(policies))
    return listing.read(File("powers.csv", _bytes(table)), File("flows.json", drawn), laws, known=known)


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()
