"""Money is an integer number of fen (分); `Decimal` exists only at the edges."""

from decimal import Decimal
from typing import NewType

Fen = NewType("Fen", int)


def fen_from_yuan(yuan: Decimal | str) -> Fen:
    """Whole fen from an amount in yuan.

    Raises ValueError when the amount has a part of a fen: rounding money silently is not ours to do.
    """
    scaled = Decimal(yuan) * 100
    if scaled != scaled.to_integral_value():
        raise ValueError(f"not a whole number of fen: {yuan}")
    return Fen(int(scaled))


def yuan_plain(fen: int) -> str:
    """`2363652` as `23636.52`: two decimals, no separators, for machines."""
    sign = "-" if fen < 0 else ""
    whole, part = divmod(abs(fen), 100)
    return f"{sign}{whole}.{part:02d}"


def yuan_grouped(fen: int) -> str:
    """`2363652` as `23,636.52`; a true minus sign for people."""
    sign = "−" if fen < 0 else ""
    whole, part = divmod(abs(fen), 100)
    return f"{sign}{whole:,}.{part:02d}"
