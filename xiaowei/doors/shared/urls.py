"""Addresses that belong to no single door: short links, large type."""

from django.urls import path

from xiaowei.doors.shared import links, mode

urlpatterns = [
    path("r/<ref:ref>", links.follow, name="link"),
    path("q/<ref:ref>", links.qr, name="qr"),
    path("mode/care", mode.switch, {"look": "care"}, name="care"),
    path("mode/normal", mode.switch, {"look": "normal"}, name="normal"),
    path("mode.css", mode.style, name="mode"),
]
