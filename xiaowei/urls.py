"""Every address of the product. A door that is not built yet is left out."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, register_converter

from xiaowei.base.refs import RefConverter

register_converter(RefConverter, "ref")


def _door(prefix: str, module: str) -> list[URLPattern | URLResolver]:
    return [path(prefix, include(module))] if find_spec(module) else []


urlpatterns = [
    *_door("", "xiaowei.doors.shared.urls"),
    *_door("", "xiaowei.doors.villager.urls"),
    *_door("", "xiaowei.doors.opendata.urls"),
    *_door("desk/", "xiaowei.doors.workbench.urls"),
]

handler400 = "xiaowei.doors.shared.refusals.bad_request"
handler403 = "xiaowei.doors.shared.refusals.not_found"
handler404 = "xiaowei.doors.shared.refusals.not_found"
handler500 = "xiaowei.doors.shared.refusals.server_error"
