"""Page bytes: served before Django, by coding, with a strong ETag, and never those of an older revision."""

import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest

from xiaowei.base.refs import Ref
from xiaowei.base.revisions import announce
from xiaowei.doors.shared.pagebytes import PUBLIC, PageBytes, coding_for, page_name
from xiaowei.doors.shared.pages import store

AREA = Ref("a" * 26)
HOME = f"/v/{AREA}/"


class Django:
    """Whatever comes through."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [b"django"]


class Reader:
    """Asks the page server and remembers the answer."""

    def __init__(self, server: PageBytes) -> None:
        self.server = server

    def get(self, path: str, method: str = "GET", **headers: str) -> bytes:
        environ = {"PATH_INFO": path, "REQUEST_METHOD": method} | {f"HTTP_{k}": v for k, v in headers.items()}
        return b"".join(self.server(environ, self._start))

    def _start(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status, self.headers = status, dict(headers)


@pytest.fixture
def reader(tmp_path: Path, settings: Any) -> Reader:
    from dataclasses import replace

    settings.XIAOWEI = replace(settings.XIAOWEI, var=tmp_path)
    return Reader(PageBytes(Django(), tmp_path / "pages", fresh=0))


def keep(revision: int, body: bytes, path: str = HOME) -> None:
    found = PUBLIC.fullmatch(path)
    assert found
    announce(AREA, revision)
    store(AREA, revision, page_name(found), body)


def test_what_is_not_stored_goes_to_django(reader: Reader) -> None:
    assert reader.get(HOME) == b"django"
    announce(AREA, 1)
    assert reader.get(HOME) == b"django"


def test_stored_bytes_come_in_the_coding_asked_for(reader: Reader) -> None:
    keep(1, "下宫村".encode() * 50)
    plain = reader.get(HOME)
    etags = {reader.headers["ETag"]}
    assert gzip.decompress(reader.get(HOME, ACCEPT_ENCODING="gzip, deflate")) == plain
    assert reader.headers["Content-Encoding"] == "gzip"
    etags.add(reader.headers["ETag"])
    assert brotli.decompress(reader.get(HOME, ACCEPT_ENCODING="gzip, br")) == plain
    etags.add(reader.headers["ETag"])
    assert len(etags) == 3  # each variant is another representation
    assert reader.headers["Vary"] == "Accept-Encoding" and "public" in reader.headers["Cache-Control"]
    assert reader.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_known_etag_answers_304_and_head_answers_no_body(reader: Reader) -> None:
    keep(1, b"page")
    assert reader.get(HOME, "HEAD") == b"" and reader.headers["Content-Length"] == "4"
    assert reader.get(HOME, IF_NONE_MATCH=f'"other", W/{reader.headers["ETag"]}') == b""
    assert reader.status.startswith("304") and "Content-Length" not in reader.headers
    assert reader.get(HOME, IF_NONE_MATCH='"other"') == b"page"


def test_a_new_revision_is_never_answered_with_old_bytes(reader: Reader) -> None:
    keep(1, b"old")
    assert reader.get(HOME) == b"old"
    announce(AREA, 2)
    assert reader.get(HOME) == b"django"
    keep(2, b"new")
    assert reader.get(HOME) == b"new"
    announce(AREA, 1)
    assert reader.get(HOME) == b"new"


def test_a_query_changes_nothing_and_a_post_goes_through(reader: Reader) -> None:
    keep(1, b"page")
    assert reader.get(HOME, "POST") == b"django"


@pytest.mark.parametrize(
    "path", [f"/v/{AREA}/../{AREA}/", f"/v/{AREA}", "/v/../current/", f"/v/{AREA}/current", f"/v/{AREA}/\x00"]
)
def test_no_path_leads_to_another_file(reader: Reader, path: str) -> None:
    keep(1, b"page")
    assert reader.get(path) == b"django"


def test_languages_are_apart(reader: Reader) -> None:
    keep(1, b"zh")
    keep(1, b"en", "/en" + HOME)
    assert (reader.get(HOME), reader.get("/en" + HOME)) == (b"zh", b"en")


def test_memory_is_bounded(reader: Reader) -> None:
    reader.server.memory = 1000
    for number in range(20):
        path = f"{HOME}p/{number}/"
        keep(1, bytes(200), path)
        assert len(reader.get(path)) == 200
    assert sum(len(page.body) for page in reader.server._pages.values()) <= 1000


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("", ""), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("*", "br"), ("identity", ""), ("BR", "br"), ("x-br", "")],
)
def test_coding(accepted: str, coding: str) -> None:
    assert coding_for(accepted) == coding
