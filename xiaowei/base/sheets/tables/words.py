"""The words of a header: bared of brackets, units, years and counts; the month or quarter and the unit they name."""

import re
import unicodedata
from functools import cache

BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
MONEY_UNIT = r"(?:万元|元)(?:/(?:亩|人|户|股|年|月|村|台|亩[·.]?年|平方米|㎡|人[·.]?月))?"
TAIL = re.compile(rf"(?:单位)?[:/、,]?(?:{MONEY_UNIT}|万亩|亩|公顷|公里|千米|平方米|㎡|km|KM|M2)$")
HEAD = re.compile(r"^(?:(?:19|20)\d\d年?度?|本次|其中:?|[一二三四五六七八九十\d]{1,2}[、.])")
COUNT = re.compile(r"\d+(?:\.\d+)?(?:个|户|人|亩|项)$")
UNITS = re.compile(
    r"(万元|元|万亩|亩|公顷|平方米|㎡|m2|M2|公里|千米|km|KM|万户|万人|户|人|股|个|台|辆|米|次|村)"
    r"(?:/(?:亩[·.•]?年|亩|人[·.•]?月|人[·.•]?年|人|户|股|年|月|村|台|平方米|㎡|公里))?"
)
NUMERAL = {word: n for n, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
MONTH = re.compile(
    r"(?:(?:19|20)\d\d年)?(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|度)?(?:金额|党费|实缴|实交|缴纳|交纳|发放|资金)*(?:金额)?"
)
QUARTER = re.compile(
    r"(?:(?:19|20)\d\d年)?第?([1-4一二三四])季度?(?:金额|党费|实缴|实交|缴纳|交纳|发放|资金|补贴|补助)*(?:金额)?"
)
HALF = re.compile(r"(?:(?:19|20)\d\d年)?(上|下)半年(?:金额|党费|实缴|实交|缴纳|交纳|发放|资金)*")
SUMS = frozenset({"合计", "总计", "共计", "小计", "全年合计", "总合计", "合计金额"})


def squeezed(text: str) -> str:
    """The text without any blank, in half width, dashes and colons alike."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@cache
def bare(text: str) -> str:
    """`补贴面积（亩）` as `补贴面积`, `其中：贫困村40个` as `贫困村`; the word itself when nothing else is left."""
    word = squeezed(text)
    left = BRACKETS.sub("", word).strip(":、,/；;。")
    left = COUNT.sub("", left) or left
    left = HEAD.sub("", left) or left
    left = (TAIL.sub("", left) or left).strip(":、,/")
    return left or word


@cache
def is_aside(text: str) -> bool:
    """Whether a header cell holds only a unit in brackets or a count: （万元）, 171个."""
    word = squeezed(text)
    return not BRACKETS.sub("", word) or bool(COUNT.fullmatch(word)) or bool(UNITS.fullmatch(word))


@cache
def unit_in(text: str) -> str | None:
    """The unit that a header names in brackets, behind a slash or a comma, or at its very end: 万元, 元/亩, 万亩."""
    word = squeezed(text).replace("每", "/")
    for inner in re.findall(r"[(\[【:/、,]([^()\[\]【】]*)[)\]】]?", word):
        piece = inner.removeprefix("单位").strip(":：")
        if found := UNITS.fullmatch(piece):
            return found[0]
    tail = re.search(rf"({MONEY_UNIT}|万亩|亩|公里|公顷|平方米|㎡)$", word)
    return tail[1] if tail and tail[1] != word and "单元" not in word else None


@cache
def part_of_year(text: str) -> tuple[str, int] | None:
    """(`month`, 3) for 3月份, (`quarter`, 2) for 第二季度, (`half`, 1) for 上半年; None for anything else."""
    word = BRACKETS.sub("", squeezed(text))
    for name, pattern in (("month", MONTH), ("quarter", QUARTER), ("half", HALF)):
        if found := pattern.fullmatch(word):
            said = found[1]
            if name == "half":
                return name, 1 if said == "上" else 2
            return name, int(said) if said.isdigit() else NUMERAL[said]
    return None
