"""A small program of its own: a picture on stdin, a harmless JPEG on stdout. No Django, no settings, no keys.

It runs in a process that limits itself before it looks at a byte, because picture decoders are where hostile
files strike. The exit code says why a picture was refused.
"""

import contextlib
import io
import resource
import sys
import warnings

MAX_PIXELS = 40_000_000
MAX_SIDE = 1280
QUALITY = 82
BROKEN, TOO_MANY_PIXELS, LIMIT_HIT = 3, 4, 5  # exit codes; anything else but 0 is a crash

CPU_SECONDS = 10
MEMORY_BYTES = 1024**3


class TooManyPixels(Exception):
    """The picture would take more memory than it is worth."""


def limit() -> None:
    """Bound this process: processor time, address space, no files written, no core dump."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def reencode(data: bytes) -> bytes:
    """A JPEG of at most MAX_SIDE pixels a side, upright, on white, with nothing in it but the picture.

    Raises TooManyPixels, and whatever Pillow raises for a broken picture.
    """
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the count below is stricter, and the same for every format
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as file:
        if file.width * file.height > MAX_PIXELS:
            raise TooManyPixels
        picture: Image.Image = file
        if picture.mode.startswith("I"):
            picture = picture.convert("I").point(lambda value: value / 256).convert("L")  # 16 bits of grey
        if picture.mode == "P" or "transparency" in picture.info:
            picture = picture.convert("RGBA")  # before shrinking, which cannot blend colours of a palette
        picture.thumbnail((MAX_SIDE, MAX_SIDE))
        with contextlib.suppress(Exception):  # a garbled orientation must not cost the whole photo
            picture = ImageOps.exif_transpose(picture)
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        # a fresh canvas carries no EXIF, profile, comment or XMP that `save` would write out again
        shown = Image.new("RGB", picture.size, "white")
        shown.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def main() -> int:
    """Read, re-encode, write; the exit code is the verdict."""
    limit()
    warnings.simplefilter("ignore")  # oddities of harmless files are no news
    try:
        shown = reencode(sys.stdin.buffer.read())
    except TooManyPixels:
        return TOO_MANY_PIXELS
    except MemoryError:
        return LIMIT_HIT
    except Exception:  # a damaged file makes a decoder raise almost anything; all of it means the same
        return BROKEN
    sys.stdout.buffer.write(shown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
