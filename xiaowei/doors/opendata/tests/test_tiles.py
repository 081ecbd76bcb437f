"""What any transparency-log client fetches: checkpoint and tiles; never an entry, never what is not signed yet."""

import pytest
from django.test import Client

from xiaowei.trail import actions, merkle, queries
from xiaowei.trail.models import Entry
from xiaowei.trail.tests import cast

pytestmark = pytest.mark.django_db


def test_the_checkpoint(client: Client) -> None:
    assert client.get("/checkpoint").status_code == 404
    cast.record(1)
    signed = actions.sign_checkpoint(cast.MOMENT)
    response = client.get("/checkpoint")
    assert response.content.decode() == signed.note
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert client.post("/checkpoint").status_code == 405


def test_the_tiles_rebuild_the_signed_root(client: Client) -> None:
    for number in range(259):
        cast.record(number)
    actions.sign_checkpoint(cast.MOMENT)
    cast.record(259)
    full, partial = client.get("/tile/0/000"), client.get("/tile/0/001.p/3")
    assert (len(full.content), len(partial.content)) == (8192, 96)
    assert full["Content-Type"] == "application/octet-stream" and "immutable" in full["Cache-Control"]
    above = client.get("/tile/1/000.p/1").content
    leaves = full.content + partial.content
    peaks: list[bytes] = []
    for index in range(259):
        merkle.append(peaks, size=index, leaf=leaves[32 * index : 32 * index + 32])
    signed = queries.last_checkpoint()
    assert signed is not None
    assert merkle.fold(peaks) == signed.root and peaks[0] == above


@pytest.mark.parametrize(
    "place",
    [
        "tile/0/000.p/3",  # not signed yet
        "tile/0/000",
        "tile/0/001.p/1",
        "tile/1/000.p/1",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/00/000.p/1",
        "tile/64/000.p/1",
        "tile/0/0.p/1",
        "tile/0/x000/000.p/1",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/entries/000.p/1",
    ],
)
def test_nothing_else_is_served(client: Client, place: str) -> None:
    for number in range(2):
        cast.record(number)
    actions.sign_checkpoint(cast.MOMENT)
    cast.record(2)
    assert client.get("/tile/0/000.p/2").content == b"".join(
        bytes(leaf) for leaf in Entry.objects.filter(index__lt=2).order_by("index").values_list("leaf", flat=True)
    )
    assert client.get("/" + place).status_code == 404
