"""Who of a table the public may read by name: organisations whole, people by surname and star, a child never.

One policy for cells of any kind: `name_cell` for what a column says are names, `free_text` for everything else. Both
fail closed: a word in a column of names that is not surely an organisation is masked as a person.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

from xiaowei.base.masking import FULL_WIDTH, mask_name, scrub
from xiaowei.base.surnames import COMPOUND, SINGLE

CHILD = "未成年人"  # stands where a child is named
HELD = "\ue000"  # its place while numbers are taken out: a word before a number reads as a name
CHILD_WORDS = ("学生", "儿童", "孤儿", "未成年", "幼儿", "婴儿", "孩子")
OF_AGE = 18
ORGANISATION = re.compile(  # no given name holds one of these
    "公司|合作社|委员会|中心|学校|小学|中学|幼儿园|农场|林场|集团|社区|支部|总支|协会|基金|银行|信用社|医院|卫生室|工程队|"
    "施工队|超市|养殖场|企业|联社|水库|电站|政府|街道|经销|商店|门市|酒店|饭店|工作室|事务所|村民小组|村集体|监委会|村委会|"
    "经济社|联合社|供电|电力|移动|联通|电信|财政|农机站|服务站|服务部|经营部"
)
# these stand behind a person's name as well, so what begins with a surname is taken for a person (赵建社, 钱乙丑养殖)
TRADE = re.compile(r"施工|工程|建筑|养殖|种植|[县市区组局厂店站队户屯寨社]$")
PLACE = re.compile(r"[村镇乡]$|第?[一二三四五六七八九十\d]+组$")
NOBODY = frozenset(
    (
        *("集体", "自营", "无", "全体", "村民", "待定", "空置", "闲置", "本村", "各户", "合计", "小计", "总计", "公用"),
        *("自用", "出租", "全村", "农户", "群众", "其他", "户主", "代领", "法人", "个体", "等", "代", "已故"),
    )
)
# a name may hold 和 itself (赵和平): only between two whole names does it part them
PEOPLE_APART = re.compile(r"([、，,；;/／:：（()）\n]|\s{2,}|(?<=[一-鿿]{2})[和及与](?=[一-鿿]{2}))")
BEFORE_ETC = re.compile(r"^(?P<name>[一-鿿]{2,4})(?P<rest>等.*)$")
BLANKS = re.compile(r"[\s·•．・‧]")
APART = r"[、，,；;/\s]+"
NEAR_CHILD = re.compile(
    r"(?P<before>(?:学生|儿童|孤儿|幼儿|孩子)(?:姓名|名单)?[:：（(]?\s*)"
    rf"(?P<name>[一-鿿]{{2,3}}(?![一-鿿])(?:{APART}[一-鿿]{{2,3}}(?![一-鿿]))+|[一-鿿]{{2,3}})"
)
CHILD_AFTER = re.compile(
    r"(?P<name>[一-鿿]{2,3})(?P<after>同学|小朋友|[（(，,\s]*(?:[男女][，,、\s]*)?(?:今年|现年|年仅|才|年龄)?\s*(?:\d|1[0-7])周?岁)"
)


@dataclass(frozen=True)
class Known:
    """Names that must not be read in free text: `people` get their surname and a star, `children` nothing."""

    people: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()
    _by_first: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for name in sorted(self.people | self.children, key=lambda one: (-len(one), one)):
            if len(name) > 1:
                self._by_first[name[0]] = (*self._by_first.get(name[0], ()), name)

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """Where the names stand in a text, blanks and dots within them not counted; the longest first."""
        places = [at for at, character in enumerate(text) if not BLANKS.match(character)]
        bare = "".join(text[at] for at in places)
        found, at = [], 0
        while at < len(bare):
            name = next((one for one in self._by_first.get(bare[at], ()) if bare.startswith(one, at)), "")
            if name:
                found.append((places[at], places[at + len(name) - 1] + 1, name))
            at += len(name) or 1
        return found


def plain(name: str) -> str:
    """A name without blanks and dots."""
    return BLANKS.sub("", name)


def is_organisation(name: str) -> bool:
    """Whether a word in a column of names is surely no single person."""
    bare = plain(name)
    if bare in NOBODY or not any("一" <= one <= "鿿" for one in bare):
        return not re.search(r"[A-Za-z]{2}", bare)
    if ORGANISATION.search(bare) or (PLACE.search(bare) and len(bare) > 2):
        return True
    return bool(TRADE.search(bare)) and len(bare) > 2 and not begins_with_surname(bare)


def name_cell(text: str, *, child: bool = False) -> str:
    """A cell of a column of names as the public reads it. Several people in one cell are masked one by one."""
    pieces = PEOPLE_APART.split(scrub(text))
    return "".join(piece if at % 2 else _one(piece, child=child) for at, piece in enumerate(pieces))


def people_in(text: str) -> frozenset[str]:
    """The people that a cell of a column of names names, without blanks; more words behind a name do not hide it."""
    pieces = PEOPLE_APART.split(text)[::2]
    found = {BEFORE_ETC.sub(r"\g<name>", plain(piece)) for piece in pieces}
    found = {name for name in found if 1 < len(name) <= 30 and not is_organisation(name)}
    longer = {name[: 4 if name[:2] in COMPOUND else 3] for name in found if begins_with_surname(name)}
    return frozenset(found | longer)


def free_text(text: str, *, known: Known) -> str:
    """Any text as the public reads it: numbers of people taken out, known names masked, children not named."""
    said = _known_masked(text.replace(HELD, ""), known)
    said = NEAR_CHILD.sub(lambda found: _child(found, found["before"], ""), said)
    said = CHILD_AFTER.sub(lambda found: _child(found, "", found["after"]), said)
    return scrub(said).replace(HELD, CHILD)


def child_on(id_number: str, day: dt.date) -> bool:
    """Whether an identity number is that of somebody under 18 on this day; a number that cannot be read is not."""
    digits = BLANKS.sub("", id_number.translate(FULL_WIDTH)).replace("-", "")
    found = re.fullmatch(r"\d{6}(\d{4})(\d{2})(\d{2})[\dXx*]{4}", digits)
    if not found:
        return False
    year, month, date = (int(part) for part in found.groups())
    return (day.year - year) - ((day.month, day.day) < (month, date)) < OF_AGE and year <= day.year


def speaks_of_children(text: str) -> bool:
    """Whether words say that whoever is named here is a child."""
    return any(word in text for word in CHILD_WORDS)


def begins_with_surname(bare: str) -> bool:
    """Whether a word without blanks begins as a person's name does."""
    return bare[:2] in COMPOUND or bare[:1] in SINGLE


def _one(piece: str, *, child: bool) -> str:
    bare = plain(piece)
    etc = BEFORE_ETC.match(bare)
    name, rest = (etc["name"], etc["rest"]) if etc else (bare, "")
    if not bare or is_organisation(name):
        return piece
    return (CHILD if child else mask_name(name)) + rest


def _known_masked(text: str, known: Known) -> str:
    pieces, last = [], 0
    for start, end, name in known.spans(text):
        pieces += [text[last:start], HELD if name in known.children else mask_name(name)]
        last = end
    return "".join([*pieces, text[last:]])


def _child(found: re.Match[str], before: str, after: str) -> str:
    """Who is named takes its place; of three characters the last two may be the name (帮助王丙同学)."""
    said = found["name"]
    if after:
        name = next((said[-n:] for n in (3, 2) if len(said) >= n and begins_with_surname(said[-n:])), "")
        return f"{said.removesuffix(name)}{HELD}{after}" if name else found[0]
    names = re.split(APART, said)
    return f"{before}{'、'.join([HELD] * len(names))}" if begins_with_surname(names[0]) else found[0]
