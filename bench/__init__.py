"""`make bench`: ratios in one run, against yardsticks that it starts itself on this machine.

Absolute figures say more about the machine than about us, so each goal compares us with the least that the same
server, database and template could do, in alternating rounds.
"""
