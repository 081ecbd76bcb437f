"""Tables that no other room owns (registers, projects, dues, allocations, summaries): kept, masked once, entered.

`actions.take_reading` keeps an uploaded file with what was understood, `actions.enter` makes its table; `queries` reads
it back as the world reads it. What of a cell the public may read is decided at entry by `masks` and stored.
"""
