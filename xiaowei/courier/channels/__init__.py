"""The ways out, one small folder each. Adding one: docs/adding-a-channel.md."""

from collections.abc import Mapping

from xiaowei.courier.channels.base import Channel
from xiaowei.courier.channels.desk import Desk
from xiaowei.courier.channels.hand import Hand
from xiaowei.courier.channels.null import Null

CHANNELS: Mapping[str, Channel] = {channel.key: channel for channel in (Desk(), Hand(), Null())}
