"""Photos of a villager's phone: the shown copy tells nothing about her; what is no photo is refused kindly."""

import io
import struct
import zlib

import pytest
from PIL import Image

from xiaowei.base.refusals import Invalid, Refusal, TooLarge
from xiaowei.vault import pictures, reencode

CANARY = b"CANARY-7731"
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def exif() -> Image.Exif:
    tags = Image.Exif()
    tags[ORIENTATION] = 6  # held upright: a quarter turn
    tags[MAKER] = CANARY.decode()
    tags[GPS] = {1: "N", 2: (39.0, 50.0, 12.0), 3: "E", 4: (114.0, 34.0, 55.0)}
    return tags


def picture(form: str, size: tuple[int, int] = (1600, 1200), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 128 if mode != "RGBA" else (255, 0, 0, 0)).save(out, form, **options)  # type: ignore[arg-type]
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_shown_copy_is_small_upright_and_bare(form: str) -> None:
    original = picture(form, exif=exif(), icc_profile=CANARY * 20)
    assert CANARY in original
    shown = opened(pictures.shown_copy(original))
    assert (shown.format, shown.size, shown.mode) == ("JPEG", (960, 1280), "RGB")
    assert not dict(shown.getexif())
    assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & set(shown.info)
    assert CANARY not in pictures.shown_copy(original)


def test_comments_and_text_chunks_are_left_behind() -> None:
    noted = picture("JPEG", comment=CANARY, xmp=b"<x>" + CANARY + b"</x>")
    assert CANARY in noted
    assert CANARY not in pictures.shown_copy(noted)


def test_bytes_hidden_behind_a_picture_are_left_behind() -> None:
    polyglot = picture("JPEG") + b"<script>alert(1)</script>" + CANARY
    shown = pictures.shown_copy(polyglot)
    assert CANARY not in shown and b"<script" not in shown


def test_transparent_becomes_white() -> None:
    shown = opened(pictures.shown_copy(picture("PNG", (40, 30), "RGBA")))
    assert shown.size == (40, 30)
    assert min(shown.getpixel((20, 15))) > 250  # type: ignore[arg-type, type-var]


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16", "LA"])
def test_rare_kinds_of_png_are_taken(mode: str) -> None:
    assert opened(pictures.shown_copy(picture("PNG", (50, 50), mode))).mode == "RGB"


def test_sixteen_bit_grey_keeps_its_brightness() -> None:
    out = io.BytesIO()
    Image.new("I;16", (20, 20), 128 * 256).save(out, "PNG")
    assert abs(opened(pictures.shown_copy(out.getvalue())).getpixel((5, 5))[0] - 128) < 4  # type: ignore[index]


@pytest.mark.parametrize(
    "garbage", [b"garbage", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\0\x01\x01\x12" + b"\xff" * 9]
)
def test_a_garbled_orientation_does_not_cost_the_photo(garbage: bytes) -> None:
    assert opened(pictures.shown_copy(picture("JPEG", (50, 30), exif=b"Exif\0\0" + garbage))).size == (50, 30)


def test_printing_colours_are_taken() -> None:
    assert opened(pictures.shown_copy(picture("JPEG", (50, 50), "CMYK"))).mode == "RGB"


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims a size and has no pixels to speak of."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "refusal", "words"),
    [
        (bomb(60_000, 60_000), TooLarge, "4000 万像素"),
        (bomb(8_000, 5_001), TooLarge, "4000 万像素"),
        (bomb(1_000, 1_000), Invalid, "不完整"),
        (picture("JPEG")[:3000], Invalid, "不完整"),
        (picture("PNG")[:60], Invalid, "不完整"),
        (b"\xff\xd8\xff" + b"\0" * 500, Invalid, "不完整"),
        (picture("GIF", (20, 20), "P"), Invalid, "不是照片"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', Invalid, "不是照片"),
        (b"%PDF-1.7", Invalid, "不是照片"),
        (b"", Invalid, "不是照片"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Invalid, "兼容性最佳"),
        (b"\xff\xd8\xff" + b"\0" * pictures.MAX_BYTES, TooLarge, "20 MB"),
    ],
)
def test_what_is_no_whole_photo_is_refused_with_a_way_out(data: bytes, refusal: type[Refusal], words: str) -> None:
    with pytest.raises(refusal, match=words):
        pictures.shown_copy(data)


def test_exactly_twenty_megabytes_are_taken() -> None:
    data = picture("JPEG", (100, 100))
    assert pictures.shown_copy(data + b"\0" * (pictures.MAX_BYTES - len(data)))


def test_a_decoder_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(pictures, "PROGRAM", sleeper)
    monkeypatch.setattr(pictures, "SECONDS", 0.3)
    with pytest.raises(Invalid, match="处理不了"):
        pictures.shown_copy(picture("JPEG"))


def test_the_program_bounds_itself(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    greedy = tmp_path / "greedy.py"
    source = pictures.PROGRAM.read_text().replace("from PIL import Image, ImageOps", "bytearray(2 * 1024**3)")
    greedy.write_text(source)
    monkeypatch.setattr(pictures, "PROGRAM", greedy)
    assert pictures._run(picture("JPEG"))[0] == reencode.LIMIT_HIT
