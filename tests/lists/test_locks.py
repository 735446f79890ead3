"""What the database itself refuses of an entry, whoever writes it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from goodstanding.lists import ending
from goodstanding.lists.models import Listing
from tests.lists.making import Office, body

pytestmark = pytest.mark.django_db
_SAID = "decision_no = '1号', reasons = 'x', basis = 'market-44', decided_by = 'x', decided_on = current_date"
_OVER = "answer_until = current_date - 1, served_on = current_date - 20"
ATTACKS = {
    "without an end": f"state = 'decided', {_SAID}",
    "before the time to answer is over": f"state = 'decided', ends_on = current_date + 90, answer_until = current_date + 1, {_SAID}",
    "on a basis that is none": f"state = 'decided', ends_on = current_date + 90, {_OVER}, {_SAID.replace('market-44', 'no-law')}",
    "longer than its list allows": f"state = 'decided', ends_on = current_date + 4000, {_OVER}, {_SAID}",
    "by one person alone": f"state = 'decided', ends_on = current_date + 90, {_OVER}, decided_user = proposed_user, {_SAID}",
    "published without a decision": "state = 'published', publication = 'x', published_by = 'x', published_at = now()",
    "of another colour": "colour = 'red'",
    "about somebody else": "organisation_id = organisation_id + 1",
    "with other facts": "facts = 'x'",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_raw_sql_makes_no_entry_of_a_case(office: Office, attack: str) -> None:
    case = office.served(body())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE lists_listing SET {ATTACKS[attack]} WHERE id = %s", [case.pk])
    case.refresh_from_db()
    assert case.state == "served"


@pytest.mark.parametrize(
    "attack",
    ["ends_on = ends_on + 400", "reasons = 'x'", "decided_on = decided_on - 1", "decided_user = NULL", "basis = 'penalty-law'"],
)
def test_what_was_decided_stays_decided(office: Office, attack: str) -> None:
    entry = office.published(body())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE lists_listing SET {attack} WHERE id = %s", [entry.pk])


def test_what_is_over_never_comes_back(office: Office) -> None:
    entry = office.published(body())
    ending.end(entry, because="wrong", words="列入错误", by=office.head)
    with pytest.raises(DatabaseError), transaction.atomic():
        Listing.everything.filter(pk=entry.pk).update(state="published", ended_on=None)
