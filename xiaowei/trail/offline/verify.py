#!/usr/bin/env python3
"""离线核对一条留痕。 用法：python3 verify.py [文件夹]

Checks, without network and with nothing but Python 3.9 or later, that `entry.json` is in the log whose head
`checkpoint` is signed by `public-key`, by the path in `proof.tlog-proof`.
Formats: RFC 6962, RFC 8032, c2sp.org/signed-note, tlog-checkpoint, tlog-proof.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path

Point = tuple[int, int, int, int]  # X, Y, Z, T in extended coordinates
Key = tuple[str, bytes, bytes]  # name, key id, public key

# --- Ed25519 verification (RFC 8032, section 5.1); slow but short, and secret-free ---

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _recover_x(y: int, sign: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def _point(raw: bytes) -> Point | None:
    """The curve point (X, Y, Z, T) these 32 bytes encode, or None."""
    number = int.from_bytes(raw, "little")
    y = number & (1 << 255) - 1
    x = _recover_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


def _add(one: Point, two: Point) -> Point:
    a = (one[1] - one[0]) * (two[1] - two[0])
    b = (one[1] + one[0]) * (two[1] + two[0])
    c, d = 2 * one[3] * two[3] * D, 2 * one[2] * two[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total


_BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (_recover_x(_BASE_Y, 0) or 0, _BASE_Y, 1, (_recover_x(_BASE_Y, 0) or 0) * _BASE_Y % P)


def signature_fits(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the Ed25519 signature (64 bytes) of the message is by this public key (32 bytes)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = _times(s, BASE), _add(r, _times(h, key))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


# --- the log ---


class Doubt(Exception):
    """What does not fit, in a sentence."""


def read_key(text: str) -> Key:
    """(name, key id, public key) of a verifier key `name+id+base64`."""
    try:
        name, key_id, encoded = text.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        public = raw[1:]
        expected = hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8]
    except ValueError:
        raise Doubt("public-key 不是一把公钥。") from None
    if raw[:1] != b"\x01" or len(public) != 32 or key_id != expected:
        raise Doubt("public-key 的编号和公钥不相配。")
    return name, bytes.fromhex(key_id), public


def read_checkpoint(note: str, key: Key) -> tuple[int, bytes]:
    """(size, root) of a checkpoint signed by this key."""
    name, key_id, public = key
    body, separator, lines = note.rpartition("\n\n")
    body += "\n"
    for line in lines.split("\n") if separator else ():
        head = "— " + name + " "
        if line.startswith(head):
            raw = _bytes(line[len(head) :])
            if raw[:4] == key_id and signature_fits(public, body.encode(), raw[4:]):
                break
    else:
        raise Doubt("校验点上没有这把公钥的有效签名：校验点被改过，或者不是这个平台签的。")
    parts = body.split("\n")
    if len(parts) < 4 or parts[0] != name or not parts[1].isdecimal():
        raise Doubt("校验点的格式不对。")
    return int(parts[1]), _bytes(parts[2])


def read_proof(text: str) -> tuple[int, list[bytes], str]:
    """(index, path, checkpoint note) of a tlog-proof."""
    head, separator, note = text.partition("\n\n")
    lines = head.split("\n")
    if not separator or lines[0] != "c2sp.org/tlog-proof@v1":
        raise Doubt("proof.tlog-proof 的格式不对。")
    lines = [line for line in lines[1:] if not line.startswith("extra ")]
    if not lines or not lines[0].startswith("index ") or not lines[0][6:].isdecimal():
        raise Doubt("proof.tlog-proof 里没有编号。")
    return int(lines[0][6:]), [_bytes(line) for line in lines[1:]], note


def root_of(entry: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that the path leads to from this entry (RFC 6962, 2.1.1, read from the leaf up)."""
    hashed, first, width = hashlib.sha256(b"\x00" + entry).digest(), index, size
    turns = []
    while width > 1:  # go down from the root, noting on which side the sibling lies
        half = 1 << (width - 1).bit_length() - 1
        left = first < half
        turns.append(left)
        first, width = (first, half) if left else (first - half, width - half)
    if not 0 <= index < size or len(turns) != len(path):
        raise Doubt("证明的长度和编号不相配。")
    for step in path:
        left = turns.pop()
        pair = hashed + step if left else step + hashed
        hashed = hashlib.sha256(b"\x01" + pair).digest()
    return hashed


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Doubt("有一行不是 base64。") from None


def check(folder: Path) -> list[str]:
    """What the four files say, in Chinese sentences. Raises Doubt on the first thing that does not fit."""
    entry = (folder / "entry.json").read_bytes().rstrip(b"\r\n")  # an editor may have added a line end
    key = read_key((folder / "public-key").read_text(encoding="utf-8"))
    index, path, note = read_proof((folder / "proof.tlog-proof").read_text(encoding="utf-8"))
    if note != (folder / "checkpoint").read_text(encoding="utf-8"):
        raise Doubt("证明里的校验点和 checkpoint 文件不一样。")
    size, root = read_checkpoint(note, key)
    if root_of(entry, index, size, path) != root:
        raise Doubt("这条记录不在签过名的日志里：记录、编号或证明被改过。")
    try:
        facts = json.loads(entry.decode())
        what = "它记于 {t}，事项类型 {type}，编号 {ref}。".format(**facts)
    except (ValueError, KeyError):
        raise Doubt("entry.json 不是一条留痕记录。") from None
    return [
        f"签名有效：日志 {key[0]}，签名时共 {size} 条。",
        f"第 {index} 号记录在这份日志里，没有被改过。",
        what,
        f"日志的根：{root.hex()}（可与群里或公告栏公布的前 8 位比对）",
    ]


def main(arguments: list[str]) -> int:
    """Print what was found; 0 when everything fits, 1 when something does not."""
    folder = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        for sentence in check(folder):
            print(sentence)
    except Doubt as doubt:
        print(f"不可信：{doubt}")
        return 1
    except (OSError, UnicodeDecodeError) as error:
        print(
            "缺少文件或读不出来：{}。请把四个文件放在同一个文件夹里。".format(
                Path(getattr(error, "filename", "") or "?").name
            )
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
