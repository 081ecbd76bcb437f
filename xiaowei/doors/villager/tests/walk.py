"""The steps of a report as a browser walks them: every hidden field is carried, every ticked box sent again."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client


class Form(HTMLParser):
    """What a browser would send of a page's form: hidden, typed, ticked and chosen."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self._area = self._select = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        name, kind = known.get("name", ""), known.get("type", "")
        if tag == "textarea":
            self._area = name
            self.fields[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in known:
            self.fields.setdefault(self._select, []).append(known["value"])
        elif tag == "input" and name and kind != "file" and (kind not in ("radio", "checkbox") or "checked" in known):
            self.fields.setdefault(name, []).append(known.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def send(client: Client, path: str, page: HttpResponse, **typed: Any) -> HttpResponse:
    """Send the form on this page, with what she types into it."""
    return client.post(path, Form(page.content).fields | typed)


def opened(client: Client, path: str) -> HttpResponse:
    """The first page of this address, up to where words are asked for: the kind is taken as 求帮忙 if need be."""
    page = client.get(path)
    return send(client, path, page, kind="appeal") if 'value="kind"' in page.content.decode() else page


def report(client: Client, path: str, words: str, **more: Any) -> HttpResponse:
    """All steps, to the receipt; `more` goes with the words unless it says who she is."""
    identity = {name: more.pop(name) for name in ("mode", "name", "phone") if name in more}
    told = send(client, path, opened(client, path), words=words, **more)
    return send(client, path, told, **identity)


def step(page: HttpResponse) -> str:
    """Which step a page is: kind, words or who; empty for the receipt."""
    return Form(page.content).fields.get("step", [""])[0]


def form_key(page: bytes) -> str:
    found = re.search(r'name="form_key" value="([0-9a-f]{32})"', page.decode())
    assert found
    return found[1]


def receipt(page: bytes) -> str:
    found = re.search(r'id="receipt">(.*?)</p>', page.decode(), re.S)
    assert found
    return re.sub(r"<[^>]+>|\s", "", found[1])


def upload(data: bytes, name: str = "IMG.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def boxes(page: HttpResponse) -> Mapping[str, str]:
    """The people and bodies that can be ticked, by the words beside the box."""
    found = re.findall(r'name="whom" value="([^"]+)"[^>]*><span>(.*?)</span></label>', page.content.decode(), re.S)
    return {re.sub(r"<[^>]+>", " ", words).strip(): value for value, words in found}
