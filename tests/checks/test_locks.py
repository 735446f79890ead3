"""The database itself keeps receipts, seals and feedback as they are."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from goodstanding.checks import asking, feeding_back, sealing
from goodstanding.checks.models import Check, Feedback
from goodstanding.departments.models import Department
from goodstanding.rules.refusals import Refused
from tests.checks.making import PURPOSE, asks, covered, granted
from tests.organisations.making import code, organisation

pytestmark = pytest.mark.django_db
NOBODY = """
    INSERT INTO checks_check (id, number, at, code, purpose, basis, matter, hidden, label, role, kind, answer, sha256, department_id)
    SELECT gen_random_uuid(), number, at, code, purpose, basis, '', hidden, label, role, 'nothing', answer, sha256, 1 FROM checks_check
"""
"""``nothing`` about no organisation."""


@pytest.fixture
def check(market: Department) -> Check:
    """Nothing found, sealed, and seen."""
    organisation(1, "临澜市甲有限公司")
    granted(market)
    covered(market)
    (made,) = asking.ask([code(1)], purpose=PURPOSE, matter="ZB-1", by=asks(market))
    sealing.seal_all()
    made.refresh_from_db()
    feeding_back.feed_back(made, "seen", by=asks(market))
    return made


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM checks_check",
        "TRUNCATE checks_check CASCADE",
        "UPDATE checks_check SET kind = 'found'",
        "UPDATE checks_check SET answer = ''",
        "UPDATE checks_check SET answer = '\\x00', sha256 = '\\x00'",
        "UPDATE checks_check SET seal_id = NULL",
        "UPDATE checks_check SET organisation_id = NULL",
        "UPDATE checks_check SET matter = 'x'",
        "UPDATE checks_check SET label = 'x'",
        "DELETE FROM checks_seal",
        "UPDATE checks_seal SET count = 2",
        "UPDATE checks_feedback SET outcome = 'applied'",
        "DELETE FROM checks_feedback",
        "UPDATE checks_batch SET purpose = ''",
        NOBODY,
    ],
)
def test_what_is_refused(check: Check, statement: str) -> None:
    if "checks_batch" in statement:
        statement = "DELETE FROM checks_grant"
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert "column" not in str(refused.value)


def test_purging_needs_its_setting_and_its_day(check: Check) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('goodstanding.purging_checks', %s, true)", [check.at.isoformat()])
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("UPDATE checks_check SET answer = ''")


def test_feedback_names_what_was_answered_and_says_why(check: Check, market: Department) -> None:
    by = asks(market)
    for said in (
        {"outcome": "not_applied"},
        {"outcome": "applied"},
        {"outcome": "nonsense"},
        {"outcome": "applied", "measure": "green_lane"},
    ):
        with pytest.raises(Refused):
            feeding_back.feed_back(check, by=by, **said)
    made = feeding_back.feed_back(check, "not_applicable", reasons="联系人 13800138000", by=by)
    assert "13800138000" not in made.reasons
    assert Feedback.objects.filter(receipt=check).count() == 2


def test_the_same_words_again_are_one_feedback_and_other_words_another(check: Check, market: Department) -> None:
    by = asks(market)
    first, again = (feeding_back.feed_back(check, "not_applicable", reasons="不属于本项目审查范围", by=by) for _ in range(2))
    assert again == first
    assert feeding_back.feed_back(check, "seen", by=by) != first
    assert feeding_back.feed_back(check, "not_applicable", reasons="不属于本项目审查范围", by=by) not in {first, again}, "said anew"
    assert Feedback.objects.filter(receipt=check).count() == 4
