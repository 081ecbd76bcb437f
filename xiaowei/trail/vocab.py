"""Events of the trail itself, and the one permission about it."""

from enum import StrEnum
from typing import Final

LOG_LIST: Final = "trail:log:list"  # discipline level only: a list of entries tells that cases exist


class Did(StrEnum):
    """What the trail records about itself."""

    ERASE = "trail:opening:erase"
