"""Operations: the command line, the clock (tick and deliver), serving, imports, the sample county, verification."""
