"""Reading a power list: a table of items, a file of flows, a file of policies; every problem at once, in words."""
