"""What a channel is: a narrow door to one way out of the building."""

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

from xiaowei.base.refs import Ref
from xiaowei.courier.vocab import Secrecy

EVERYTHING = frozenset(Secrecy)


@dataclass(frozen=True)
class Outgoing:
    """A message as a channel sees it. `ref` is the same on every try, for receivers that can tell doubles."""

    ref: Ref
    kind: str
    person: Ref  # empty for a group
    text: str
    about: Ref
    secrecy: Secrecy
    created_at: dt.datetime
    group: Ref | None = None


@dataclass(frozen=True)
class Sent:
    """The other side has taken it."""


@dataclass(frozen=True)
class Failed:
    """It was not taken. `why` is kept and shown to staff, so it names no person and quotes no words."""

    why: str
    permanent: bool = False  # trying again would change nothing


class Channel(ABC):
    """One way out. A subclass states whom it reaches, what it may carry and whether a double is harmless."""

    key: ClassVar[str]
    reaches: ClassVar[Literal["person", "group"]]
    secrecies: ClassVar[frozenset[Secrecy]]
    # "safe": sending twice is harmless. "ask": it is not, so when a try ended without a known result
    # (power cut between sending and recording) a person decides, not the loop
    resend: ClassVar[Literal["safe", "ask"]]
    # a named person carries the message and says so; the delivery loop never touches it
    by_hand: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        """Refuse to define a channel that would show a group what is not public."""
        if cls.reaches == "group" and not cls.secrecies <= {Secrecy.PUBLIC}:
            raise TypeError(f"{cls.__name__}: a group channel carries public messages only")

    def accepts(self, secrecy: Secrecy) -> bool:
        """Whether a message this secret may go this way."""
        return secrecy in self.secrecies

    @abstractmethod
    def send(self, outgoing: Outgoing) -> Sent | Failed:
        """Hand the message over. Called with no transaction open; may be slow; must bound its own waiting."""
