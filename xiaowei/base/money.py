"""Money is an integer number of fen (分); `Decimal` exists only at the edges."""


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
