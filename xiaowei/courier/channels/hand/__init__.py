"""A chat group without a way in for programs: a named person forwards the text by hand (人工转发) and says so.

Ordinary WeChat groups have no interface that may be used; robots that pretend to be people break the terms.
"""

from xiaowei.courier.channels.base import Channel, Failed, Outgoing, Sent
from xiaowei.courier.vocab import Secrecy


class Hand(Channel):
    """Waits in the outbox until its publisher marks it; see `courier.carrying`."""

    key = "hand"
    reaches = "group"
    secrecies = frozenset({Secrecy.PUBLIC})
    resend = "ask"
    by_hand = True

    def send(self, outgoing: Outgoing) -> Sent | Failed:
        """Never asked: a message of this channel is not for the loop. If it were, it would not be lost silently."""
        return Failed("人工转发的消息不由平台发送", permanent=True)
