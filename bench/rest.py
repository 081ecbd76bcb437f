"""Memory at rest: the supervisor, the web worker and the clock, after they have done some work."""

import time

from bench import load, memory
from bench.goals import Figure
from bench.house import House

CALM = 12.0  # seconds: two ticks of the clock


def at_rest(house: House) -> Figure:
    """Megabytes resident, every process in full: pages that they share are counted in each (RSS)."""
    for path in ("/", house.publication()):
        load.gets(house.port, path, headers={}, seconds=1)
    time.sleep(CALM)
    family = list(memory.tree(house.pid))
    each = ", ".join(f"{memory.resident_set(pid) / 2**20:.0f}" for pid in family)
    own = sum(memory.resident(pid) for pid in family) / 2**20
    whole = sum(memory.resident_set(pid) for pid in family) / 2**20
    return Figure("memory at rest (RSS)", whole, 250, "MB", note=f"{each} MB; PSS {own:.0f} MB")
