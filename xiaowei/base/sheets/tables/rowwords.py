"""The words by which a row below a table's header is a sum, a heading, a balance carried on, a note or a signature."""

import re

from xiaowei.base.sheets.tables.words import squeezed

WHOLE = re.compile(
    r"(?:全[村镇乡县区市组年]|本[村镇乡县表年]|总|以上|累计|人民币|各项|资金|年度|项目|金额|全部|村级|[12]\d{3}年度?)*"
    r"(?:合计|总计|共计|合计数|总数|总和|累计)(?:数|金额|人民币|大写|小写|资金)*(?:[:]?.*?\d.*)?[:]?"
)
SUM = re.compile(r".{0,24}(?:小计|合计|共计|总计)(?:数|金额)?[:]?|本页.{0,3}计|计")
ORDINAL = re.compile(r"\(?([一二三四五六七八九十]{1,3})\)?[、.,:]?")
LED = re.compile(r"(?P<one>[一二三四五六七八九十]{1,3}[、.,:])|(?P<two>\([一二三四五六七八九十]{1,3}\)[、.]?)")
FORM_LINE = re.compile(r"[一二三四五六]、|[加减][:]|其中[:]")
OPENING = re.compile(
    r"(?:上|期|年|月)(?:年|月|期|季度?|半年|次|初)?(?:末|底|度)?(?:累计|滚存)?(?:结转|结余|余额|结存)|(?:承|接)[前上]页"
)
SIGNATURE = re.compile(
    r"(?:制表|审核|复核|负责人|书记|主任|报账员|会计|出纳|盖章|签字|签名|监委会|监督委员会|填表|填报|经办|审批|村民代表|理财小组|统计"
    r"|镇长|乡长|分管领导|组织委员|领导)[^:,。]{0,8}[:(]|填表人|制表人|审核人|填报人|负责人:|公章|\(章\)|年月日$"
)
NOTE = re.compile(r"^(?:注|备注|说明|附注|附|公示|公开|监督电话|举报电话|特此|备 注|填表说明)[:\d(时期]")


def is_sum(label: str) -> bool:
    """Whether a label names a sum: 合计, 青石镇小计, 总计:6个项目."""
    return bool(WHOLE.fullmatch(label) or SUM.fullmatch(label))


def group_name(text: str) -> str:
    """`一、基础设施建设项目（3项）` as `基础设施建设项目`."""
    word = re.sub(r"\([^()]*\)", "", LED.sub("", squeezed(text)))
    return re.sub(r"(?:共?\d+(?:项|个|处|户|人))$|[:]$", "", word)
