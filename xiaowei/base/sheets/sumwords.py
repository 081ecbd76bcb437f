"""The words by which a row below the header is a sum, a balance carried on, a note or a signature."""

import re

OPENING, CARRIED, CLOSING, SUBTOTAL, TOTAL, RUNNING, PART = (
    "opening", "carried", "closing", "subtotal", "total", "running", "part",
)  # fmt: skip

PERIODS = r"(?:月|期|年|年度|季|季度|半年|半年度|学期|旬|次)"
LEFT = r"(?:结转|结余|余额|结存|余款|存款|库存|滚存)"
MONEY = r"(?:现金|银行|银行存款|存款|资金|账面|帐面|累计|滚存|实际|库存|可用|财务|集体|村集体|村级)"
# what may still follow the words that say "balance"; anything else makes the row an entry (上年结余款利息)
REST = re.compile(
    r"(?:数|额|金额|款|款项|资金|现金|存款|银行存款|余额|结余|转入|转来|收入|小计|合计|资金余额|及.{0,6}|[::].*|\d.*|年|月)*$"
)
OPENING_WORDS = re.compile(
    rf"(?:\d{{4}}年)?加?:?(?:上|前|去)一?个?{PERIODS}(?:度|份|底|末|公布|公开|公示)*{MONEY}*(?:{LEFT}|转来|转入|余|累计结余)"
    rf"|{PERIODS}初{MONEY}*(?:{LEFT}|数|金额)|期初|(?:本|当)?{PERIODS}初{MONEY}*{LEFT}"
    rf"|(?:结转|接|转)(?:上|前){PERIODS}(?:度|份|末|底)?(?:{LEFT}|数)?|(?:上|前)(?:月|期|年|季)(?:结转)?(?:数|余额)$"
    rf"|(?:上届|原有?|历年|往年|以前年度|年前|前期|前届)(?:村委会?|班子)?(?:原有)?{MONEY}*{LEFT}"
    rf"|(?:截[至止]到?)?(?:上|前){PERIODS}(?:末|底|止)*{MONEY}*{LEFT}"
    rf"|余额结转$|结转余额$|(?:本|当)(?:月|期|年|季)期初{MONEY}*{LEFT}"
)
# the balance at the end of a named month or year: carried forward at the top, left over at the bottom
NAMED_BALANCE = re.compile(
    rf"(?=.*\d.*(?:月|年)|结余|余额|结存|账面|帐面)(?:截[至止]到?)?(?:\d{{4}}年)?(?:度|末|底|年底|年末|上半年|下半年|第?[一二三四1-4]季度)?"
    rf"(?:\d{{1,2}}月(?:份|末|底|\d{{1,2}}[日号])?)?(?:止|底|末)?{MONEY}*{LEFT}"
)
CARRIED_WORDS = re.compile(r"承前页?|承上页|接上页|接前页|上页结转|上页合计|前页合计")
CLOSING_WORDS = re.compile(
    rf"(?:减?:?)(?:本|期|月|年|季|当)(?:{PERIODS})?(?:末|底)?{MONEY}*{LEFT}|{MONEY}*(?:结余|余额|结存|余款)(?:数|金额)?$"
    rf"|(?:结转|转|结)下{PERIODS}|{PERIODS}末{MONEY}*(?:{LEFT}|数)|期末$|截[至止].*(?:结余|余额|结存)"
    rf"|(?:收支)?(?:相抵|品迭|品除|轧差|两抵)后?(?:结余|余额|余)?|(?:收支)(?:结余|余额|差额)|现?{MONEY}+{LEFT}"
)
KIND = r"(?:收支|收入支出|收入|支出|收方|付方|借方|贷方|收款|付款|发生额|发生|开支)"
WHOLE = r"(?:合计|总计|共计|总合计|总额|合计数|发生额|总收入|总支出|总和|总数|月计|季计|年计|计)"
NUMBERED = r"(?:第?[1-4一二三四](?=季)|\d{1,2}(?=月))?"
SPAN = r"(?:\d{4}年度?)?(?:\d{1,2}月?份?[-—~至]\d{1,2}月份?|(?:上|下)半年|第?[1-4一二三四]季度)?"
TOTAL_WORDS = re.compile(
    rf"(?:人民币|以上)?{SPAN}{NUMBERED}(?:本|全|当|一|上|下)?{PERIODS}?(?:份|度)?的?{KIND}?(?:项目)?"
    rf"(?:大写)?(?:金额|资金|总计)?{WHOLE}(?:大写|人民币|收入|支出)?(?:金额|数|总额)?(?:及余额|和余额|及结余)?"
    r"(?::?共?\d+(?:笔|户|人|项|次))?"
)
MONTH_TOTAL = re.compile(rf"(?:\d{{4}}年)?(?:\d{{1,2}}|本|当)月份?{KIND}?(?:合计|总计|共计|计)")
RUNNING_WORDS = re.compile(
    rf"(?:截[至止]到?)?(?:{SPAN}|本|全|当|年初至今|自年初|年初至本月|截[至止]本月|本年度?|全年|今年|\d{{1,2}}月|{PERIODS})*"
    rf"(?:份|止|末|底|起)*{KIND}?(?:金额)?累计(?:数|额|金额|发生额|{KIND})?(?:合计|及余额|和余额)?"
)
SUBTOTAL_WORDS = re.compile(
    r".{0,8}(?:小计|日计|页计|旬计|周计)|本页(?:合计|共计|计)|过次页|转次页|转下页|过下页|本日合计|\d{1,2}日合计"
    r"|(?:第?.{1,3}[组项类]|其他|[^,。;]{2,6}类)合计"
)
PART_WORDS = re.compile(r"其中")
SIGNATURE_WORDS = re.compile(
    r"(?:制表|审核|复核|负责人|书记|主任|报账员|会计|出纳|盖章|签字|签名|监委会|监督委员会|填表|经办|审批|村民代表|理财小组)[^:,。]{0,8}[::(]"
)
NOTE_WORDS = re.compile(r"^(?:注|备注|说明|附注|附|公示|公开|监督电话|举报电话|特此)[::\d(时期]")
CAPITALS = re.compile(r"大写|[壹贰叁肆伍陆柒捌玖拾佰仟]{2,}.*[元圆]")
ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]{1,2}|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2})[、..](?!\d)")


def pieces_of(label: str) -> list[str]:
    """The words of a row's cells (joined by `|`) without ordinals, brackets and closing colon."""
    pieces = [re.sub(r"\(.*?\)|[::;。]$", "", ORDINAL.sub("", piece)) for piece in label.split("|")]
    return [piece for piece in pieces if piece]


def is_opening(piece: str) -> bool:
    """Whether the words say what is carried forward, and nothing else."""
    return _says(OPENING_WORDS, piece)


def word_of(label: str, *, started: bool) -> str | None:
    """What a row of this label is; `started` once entries stand above it. None for an entry."""
    pieces = pieces_of(label)
    if any(RUNNING_WORDS.fullmatch(piece) for piece in pieces):
        return RUNNING
    if any(CARRIED_WORDS.fullmatch(piece) for piece in pieces):
        return CARRIED
    if any(SUBTOTAL_WORDS.fullmatch(piece) for piece in pieces):
        return SUBTOTAL
    if any(TOTAL_WORDS.fullmatch(piece) for piece in pieces):
        return TOTAL
    if any(is_opening(piece) for piece in pieces):
        return OPENING
    named = any(_says(NAMED_BALANCE, piece) for piece in pieces)
    if named or any(_says(CLOSING_WORDS, piece) for piece in pieces):
        return CLOSING if started or not named else OPENING
    return PART if any(PART_WORDS.match(piece) for piece in pieces) else None


def _says(words: re.Pattern[str], piece: str) -> bool:
    found = words.match(piece)
    return bool(found and REST.match(piece, found.end()))
