"""The trail for transparency-log clients: the last checkpoint, and hash tiles of the tree it signs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from xiaowei.doors.shared.audience import audience
from xiaowei.trail import queries as trail

FOREVER = 31_536_000  # seconds; a tile never changes
LEVELS = 64


@audience("public")
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The last signed tree head."""
    signed = trail.last_checkpoint()
    if signed is None:
        raise Http404
    response = HttpResponse(signed.note, content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=5)
    return response


@audience("public")
def tile(request: HttpRequest, level: str, place: str, width: str | None = None) -> HttpResponse:
    """A full tile of 256 hashes, or a partial one of `width`."""
    wide = int(width) if width else trail.TILE
    digits = place.replace("x", "").replace("/", "")
    # one tile has one address: no leading group of zeroes
    if int(level) >= LEVELS or (width and wide >= trail.TILE) or place.startswith("x000/") or len(digits) > 15:
        raise Http404
    hashes = trail.tile(int(level), int(digits), width=wide)
    if hashes is None:
        raise Http404
    response = HttpResponse(hashes, content_type="application/octet-stream")
    patch_cache_control(response, public=True, max_age=FOREVER, immutable=True)
    return response
