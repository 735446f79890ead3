"""Publishing what a body above has decided: for one reason, looked at once more, never by who handed it in."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from goodstanding.departments.models import User
from goodstanding.ledger.models import Entry
from goodstanding.lists import inbox, publishing_many
from goodstanding.lists.models import Listing, Load
from goodstanding.notices.models import Notice
from tests.lists.making import Office, body, loaded
from tests.lists.reading import words
from tests.repairs.making import agent

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
WHY = "国家税务总局已公开，公布有助于激励守信"


@pytest.fixture
def load(office: Office) -> Load:
    return loaded(office.department, [body(n, f"临澜市{n}号有限公司") for n in range(1, 8)], by=office.steward)


def address(load: Load) -> str:
    return f"/desk/lists/publish/{load.pk}"


def test_the_head_gives_a_reason_looks_again_and_publishes(load: Load, head: User, signed_in: Signed) -> None:
    hughs = signed_in(head)
    assert load.number in words(hughs.get("/desk/lists/publish"))
    assert hughs.post(address(load), {"because": " "}).status_code == 422
    looked = words(hughs.post(address(load), {"because": WHY}))
    assert "以下列理由公布 7 条" in looked
    assert WHY in looked
    assert "临澜市3号有限公司" in looked
    assert not Listing.public.exists()
    assert WHY in hughs.post(address(load), {"because": WHY, "do": "change"}).content.decode()
    done = hughs.post(address(load), {"because": WHY, "do": "confirm", "waiting": "7"}, follow=True)
    assert "已公布 7 条" in words(done)
    assert Listing.public.count() == 7
    assert Entry.objects.filter(event="listing:published", because=WHY).count() == 7
    again = hughs.post(address(load), {"because": WHY, "do": "confirm", "waiting": "7"})
    assert (again.status_code, Entry.objects.filter(event="listing:published").count()) == (200, 7)


def test_it_goes_in_sets_up_to_the_limit_and_a_second_click_publishes_no_more(
    load: Load, head: User, signed_in: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing_many, "MOST", 5)
    monkeypatch.setattr(publishing_many, "SET", 2)
    hughs = signed_in(head)
    hughs.post(address(load), {"because": WHY, "do": "confirm", "waiting": "7"})
    assert Listing.public.count() == 5
    again = hughs.post(address(load), {"because": WHY, "do": "confirm", "waiting": "7"})
    assert "待公布 2 条" in words(again)  # shown once more, not done
    assert Listing.public.count() == 5
    hughs.post(address(load), {"because": WHY, "do": "confirm", "waiting": "2"})
    assert Listing.public.count() == 7


def test_those_somebody_acts_for_are_told(load: Load, office: Office) -> None:
    first = Listing.everything.order_by("number")[0]
    dana = agent(first.organisation)
    publishing_many.publish_many(load, WHY, by=office.head)
    told = Notice.objects.filter(key="lists.told.published")
    assert [(one.user_id, first.number in one.zh) for one in told] == [(dana.user.pk, True)]


def test_never_by_who_handed_it_in_nor_by_anybody_else(
    office: Office, load: Load, steward: User, clerk: User, appoint: Callable[..., User], environment: object, head: User, signed_in: Signed
) -> None:
    mine = loaded(office.department, [body(20, "临澜市庚有限公司")], by=office.head)
    hughs = signed_in(head)
    assert "请其他负责人办理" in words(hughs.get("/desk/lists/publish"))
    own = hughs.post(address(mine), {"because": WHY, "do": "confirm", "waiting": "1"})
    assert (own.status_code, WHY in own.content.decode()) == (422, True)
    for user in (steward, clerk, appoint("head", environment, "hana")):
        assert signed_in(user).post(address(load), {"because": WHY, "do": "confirm", "waiting": "7"}).status_code == 403
    assert signed_in(clerk).get("/desk/lists/publish").status_code == 403
    assert hughs.get(f"/desk/lists/publish/{uuid4()}").status_code == 404
    assert not Listing.public.exists()


def test_a_load_is_one_thing_to_do(load: Load, office: Office) -> None:
    tasks = list(inbox.waiting(office.head))
    assert [(one.subject, one.title.zh) for one in tasks] == [("lists.load", load.number)]
    assert not list(inbox.waiting(office.steward))
    publishing_many.publish_many(load, WHY, by=office.head)
    assert not list(inbox.waiting(office.head))
