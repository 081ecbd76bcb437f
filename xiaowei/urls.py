"""Every address of the product, door by door."""

from django.urls import include, path, register_converter

from xiaowei.base.refs import NumberConverter, RefConverter

register_converter(RefConverter, "ref")
register_converter(NumberConverter, "number")

urlpatterns = [
    path("", include("xiaowei.doors.shared.urls")),
    path("", include("xiaowei.doors.villager.urls")),
    path("", include("xiaowei.doors.opendata.urls")),
    path("desk/", include("xiaowei.doors.workbench.urls")),
]

handler400 = "xiaowei.doors.shared.refusals.bad_request"
handler403 = "xiaowei.doors.shared.refusals.not_found"
handler404 = "xiaowei.doors.shared.refusals.not_found"
handler500 = "xiaowei.doors.shared.refusals.server_error"
