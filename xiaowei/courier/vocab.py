"""Words of the courier: permissions and events, how secret a message is, and where it stands."""

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

FORWARD: Final = "courier:message:forward"  # to carry a message into a group of the village, and say so
KEEP: Final = "courier:group:keep"  # to register a group of the village and name its publisher
RETRY: Final = "courier:outbox:retry"  # to see what could not be delivered, and queue it again

GROUP_STATES: dict[str, Any] = {
    "waiting": _("待发"),
    "pending": _("待发"),
    "sent": _("已转发"),
    "failed": _("没发成"),
    "withdrawn": _("已撤"),
}


def did_group(move: str) -> str:
    """The trail's name for what happened to a group: open, hand_over, close."""
    return f"courier:group:{move}"


def did_message(move: str) -> str:
    """The trail's name for what happened to a message: queue, forward, fail, again, withdraw; a notice: retry."""
    return f"courier:message:{move}"


class Secrecy(models.TextChoices):
    """Who may come to see the words of a message. A channel says which it takes."""

    PUBLIC = "public", _("公开")  # anybody, a village group included
    OWN_VILLAGE = "own_village", _("本村")  # residents of the village, each alone
    PERSONAL = "personal", _("本人")  # this person only
    SEALED = "sealed", _("密件")  # this person only, and the words say no more than "you have news"


class State(models.TextChoices):
    """Where an outgoing message stands."""

    PENDING = "pending", _("待发")
    WAITING = "waiting", _("待人转发")  # in a person's hand: the delivery loop never takes it
    SENT = "sent", _("已送达")
    FAILED = "failed", _("送不到")  # no more tries; somebody has to look
    WITHDRAWN = "withdrawn", _("已撤回")
