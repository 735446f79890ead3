"""Who may list what: the administrator gives and ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.ledger.models import Entry
from goodstanding.lists.models import Competence
from tests.lists.making import BLACK, body
from tests.lists.reading import words

pytestmark = pytest.mark.django_db
Signed = Callable[[User], Client]
HERE = "/desk/lists/competences"


def test_given_shown_and_ended(administrator: User, market: Department, steward: User, signed_in: Signed) -> None:
    adas, today = signed_in(administrator), timezone.localdate()
    assert "尚未登记认定权限" in words(adas.get(HERE))
    said = {"kind": BLACK, "department": market.code, "starts_on": today.isoformat()}
    bad = adas.post(HERE, {**said, "starts_on": "morgen"})
    assert (bad.status_code, "日期无法识别" in words(bad)) == (422, True)
    assert adas.post(HERE, said).status_code == 302
    again = adas.post(HERE, said)
    assert (again.status_code, "已是该名单的认定单位" in words(again)) == (422, True)
    made = Competence.objects.get()
    assert market.name in words(adas.get(HERE))
    assert "市场监督管理严重违法失信名单" in words(signed_in(steward).get(f"/desk/lists/new/{body().pk}"))
    end = f"{HERE}/{made.pk}/end"
    before = adas.post(end, {"ends_on": (today - timedelta(days=3)).isoformat()})
    assert before.status_code == 422
    assert adas.post(end, {"ends_on": today.isoformat()}).status_code == 302
    assert adas.post(end, {"ends_on": today.isoformat()})["Location"] == HERE
    made.refresh_from_db()
    assert made.ends_on == today
    assert adas.get(f"{HERE}/999999/end").status_code == 404
    events = Entry.objects.filter(subject="lists.competence").order_by("id").values_list("event", flat=True)
    assert list(events) == ["competence:given", "competence:ended"]


@pytest.mark.parametrize("role", ["steward", "head", "clerk", "director", "auditor"])
def test_nobody_else_gives_it(role: str, appoint: Callable[..., User], market: Department, signed_in: Signed) -> None:
    user = appoint(role, market if role in {"steward", "head"} else None, "nobody")
    client = signed_in(user)
    assert client.get(HERE).status_code == 403
    assert client.post(HERE, {"kind": BLACK, "department": market.code, "starts_on": "2026-01-01"}).status_code == 403
    assert not Competence.objects.exists()
    assert Entry.objects.filter(event="access:refused", user_id=user.pk).count() == 2
