"""API clients' tokens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from goodstanding.departments import tokens
from goodstanding.departments.models import ApiClient, Department, User
from goodstanding.departments.standing import SYSTEM, Standing, from_client
from goodstanding.ledger.models import Entry
from goodstanding.rules.refusals import Forbidden

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LATER = timezone.localdate() + timedelta(days=30)


def given(department: Department | None, *scopes: str) -> tuple[ApiClient, str]:
    """A client and its token."""
    return tokens.give(name="许可系统", department=department, scopes=scopes or ("intake:write",), ends_on=LATER, by=SYSTEM)


def test_the_token_is_nowhere_in_the_database(market: Department) -> None:
    client, token = given(market)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(c)::text FROM departments_apiclient c UNION ALL SELECT to_jsonb(e)::text FROM ledger_entry e")
        stored = "\n".join(row[0] for row in cursor.fetchall())
    assert token not in stored
    assert token[len(client.hint) :] not in stored
    assert tokens.holder(token) == client


@pytest.mark.parametrize("wrong", ["", "gs_", "gs_unknown", "' OR 1=1", "\x00", "令牌"])
def test_an_unknown_token_is_nobody_s(market: Department, wrong: str) -> None:
    given(market)
    assert tokens.holder(wrong) is None


@pytest.mark.parametrize(("starts", "ends", "good"), [(0, 0, True), (-5, -1, False), (1, 5, False), (-5, 5, True)])
def test_a_token_is_good_from_its_first_to_its_last_day(market: Department, starts: int, ends: int, good: bool) -> None:
    client, token = given(market)
    today = timezone.localdate()
    ApiClient.objects.filter(pk=client.pk).update(starts_on=today + timedelta(days=starts), ends_on=today + timedelta(days=ends))
    assert (tokens.holder(token) is not None) is good


def test_a_revoked_token_is_dead_at_once_and_the_ledger_says_why(market: Department) -> None:
    client, token = given(market)
    tokens.revoke(client, by=SYSTEM, because="the system was replaced")
    assert tokens.holder(token) is None
    assert Entry.objects.get(event="client:ended").because == "the system was replaced"


def test_the_day_of_use_is_kept_once_a_day(market: Department) -> None:
    client, token = given(market)
    tokens.holder(token)
    client.refresh_from_db()
    assert client.last_used_on == timezone.localdate()


def test_a_program_acts_for_its_department_within_its_scopes(market: Department) -> None:
    client, _ = given(market, "intake:read")
    standing = from_client(client)
    assert (standing.role, standing.department_id, standing.client_id) == ("steward", market.pk, client.pk)
    assert standing.scopes == {"intake:read"}


def test_only_the_administrator_gives_tokens(steward: User, standing_of: Callable[[User], Standing], market: Department) -> None:
    with pytest.raises(Forbidden):
        tokens.give(name="x", department=market, scopes=("intake:write",), ends_on=LATER, by=standing_of(steward))
    assert not ApiClient.objects.exists()


@pytest.mark.parametrize("scopes", [[], ["everything"], ["intake:write", "everything"]])
def test_the_database_knows_the_scopes(market: Department, scopes: list[str]) -> None:
    client = ApiClient(name="x", department=market, token_hash="0" * 64, scopes=scopes, starts_on=LATER, ends_on=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        client.save()
