"""Events of the powers room, and how its groups are called when people speak."""

from typing import Any

from django.utils.translation import gettext_lazy as _

DID_IMPORT = "powers:list:import"

# offices write the left side, villagers say the right one; any other group stays as it was written
SPOKEN: dict[str, Any] = {
    "集体管理事务": _("管集体的事"),
    "便民服务": _("给村民办的事"),
    "": _("全部事项"),
}
