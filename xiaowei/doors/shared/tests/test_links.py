"""Every reference answers at /r/<ref>: what is public leads to its page, the rest to the workbench or nowhere."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_an_unknown_reference_leads_to_no_page_of_ours(client: Client) -> None:
    answer = client.get("/r/" + "a" * 26)
    assert answer.status_code == 404 or answer["Location"].startswith("/desk/")


def test_what_is_no_reference_is_not_found(client: Client) -> None:
    assert client.get("/r/12").status_code == 404
