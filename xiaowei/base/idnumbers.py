"""Identity numbers (公民身份号码): whether one can be true, by its last character (GB 11643)."""

import re

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
WHOLE = re.compile(r"[0-9]{17}[0-9X]")


def is_whole(number: str) -> bool:
    """Whether all 18 characters are there, without stars; the last may be a capital X."""
    return bool(WHOLE.fullmatch(number))


def is_valid(number: str) -> bool:
    """Whether the number is whole and its last character is the one that the other 17 give."""
    return is_whole(number) and number[17] == check_character(number)


def check_character(number: str) -> str:
    """The last character that belongs to these first 17 digits; what stands behind them is not looked at."""
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False)) % 11]
