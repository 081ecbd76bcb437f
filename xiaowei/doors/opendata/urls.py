"""Paths that any transparency-log client knows (c2sp.org/tlog-tiles). Entry bundles are not among them: entries are
listed to nobody outside the discipline level."""

from django.urls import path, re_path

from xiaowei.doors.opendata import trail

TILE = r"^tile/(?P<level>0|[1-9]\d?)/(?P<place>(?:x\d{3}/)*\d{3})(?:\.p/(?P<width>[1-9]\d{0,2}))?$"

urlpatterns = [
    path("checkpoint", trail.checkpoint, name="trail-checkpoint"),
    re_path(TILE, trail.tile, name="trail-tile"),
]
