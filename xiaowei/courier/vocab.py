"""Words of the courier: how secret a message is, and where it stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Secrecy(models.TextChoices):
    """Who may come to see the words of a message. A channel says which it takes."""

    PUBLIC = "public", _("公开")  # anybody, a village group included
    OWN_VILLAGE = "own_village", _("本村")  # residents of the village, each alone
    PERSONAL = "personal", _("本人")  # this person only
    SEALED = "sealed", _("密件")  # this person only, and the words say no more than "you have news"


class State(models.TextChoices):
    """Where an outgoing message stands."""

    PENDING = "pending", _("待发")
    SENT = "sent", _("已送达")
    FAILED = "failed", _("送不到")  # no more tries; somebody has to look
    WITHDRAWN = "withdrawn", _("已撤回")
