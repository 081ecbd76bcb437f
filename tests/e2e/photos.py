"""Photos as a phone makes them: with the place and the owner written inside."""

import io
import random

from PIL import Image

GPS = 0x8825
SECRETS = (b"XiaGong-Phone", b"GPS\x00")  # what must not be in any copy that is shown


def photo(*, seed: int = 1, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """A JPEG that says where and with what it was taken."""
    colour = random.Random(seed)
    image = Image.new("RGB", size, tuple(colour.randrange(256) for _ in range(3)))
    exif = image.getexif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "XiaGong", "XiaGong-Phone", "2023:06:05 08:00:00"
    exif.get_ifd(GPS).update({1: "N", 2: (30.0, 12.0, 34.5), 3: "E", 4: (103.0, 30.0, 15.5)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=80)
    return out.getvalue()


def heavy_photo(megabytes: int = 21) -> bytes:
    """A photo that is too large: a real one with noise behind its end."""
    return photo(seed=2) + random.Random(3).randbytes(megabytes * 1024 * 1024)


def metadata(data: bytes) -> dict[int, object]:
    """What a picture says about itself beyond its points."""
    image = Image.open(io.BytesIO(data))
    image.load()
    exif = image.getexif()
    return dict(exif) | ({GPS: dict(exif.get_ifd(GPS))} if exif.get_ifd(GPS) else {})
