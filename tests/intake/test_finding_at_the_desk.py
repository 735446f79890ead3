"""The desk's search: the same ways of finding, and the desk's own page behind each hit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from goodstanding.departments.models import User
from goodstanding.organisations.searching import keying
from tests.organisations.making import organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(signed_in: Callable[[User], Client], clerk: User) -> Client:
    return signed_in(clerk)


def test_a_clerk_finds_by_a_wrong_character_and_goes_to_the_desks_page(signed: Client) -> None:
    body = organisation(1, "临澜市清溪食品有限公司")
    keying.key()
    page = signed.get("/desk/organisations/", {"q": "清湖食品"}).content.decode()
    assert "有1个字不同" in page
    assert f'href="/desk/organisations/{body.pk}/"' in page
    options = signed.get("/desk/organisations/suggestions/", {"q": "qxsp"}).content.decode()
    assert f'data-href="/desk/organisations/{body.pk}/"' in options


def test_a_personal_number_is_not_searched_at_the_desk_either(signed: Client) -> None:
    sent_on = signed.get("/desk/organisations/", {"q": "11010519491231002X"})
    assert (sent_on.status_code, sent_on["Location"]) == (302, "/desk/organisations/?refused=personal")
    assert "未被使用" in signed.get(sent_on["Location"]).content.decode()


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    for address in ("/desk/organisations/", "/desk/organisations/suggestions/?q=清溪"):
        assert client.get(address).status_code == 302
