"""The likely slip behind a number that does not fit: said only when it is evident."""

from xiaowei.base.sheets.refused import chinese as _

SWAPPED = _("像是把 %(right)s 写成了 %(wrong)s")
ONE_DIGIT = _("像是有一位数字 %(right)s 写成了 %(wrong)s")
TEN_TIMES = _("像是多写了一个 0，或小数点错了一位")
TENTH = _("像是少写了一个 0，或小数点错了一位")
HUNDRED = _("像是小数点错了两位")
SIGN = _("像是正负写反了")


def likely_slip(written: int, right: int) -> str:
    """In one Chinese phrase, how `right` may have become `written` (both fen); nothing when it is not evident."""
    if written == -right and right:
        return SIGN
    for factor, words in ((10, TEN_TIMES), (100, HUNDRED)):
        if right and written == right * factor:
            return words
    for factor, words in ((10, TENTH), (100, HUNDRED)):
        if written and right == written * factor:
            return words
    return _digits(str(abs(written)), str(abs(right)))


def _digits(written: str, right: str) -> str:
    if len(written) != len(right):
        return ""
    wrong = [i for i, (a, b) in enumerate(zip(written, right, strict=True)) if a != b]
    if len(wrong) == 1:
        return ONE_DIGIT % {"right": right[wrong[0]], "wrong": written[wrong[0]]}
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        pair = slice(wrong[0], wrong[0] + 2)
        if written[pair] == right[pair][::-1]:
            return SWAPPED % {"right": right[pair], "wrong": written[pair]}
    return ""
