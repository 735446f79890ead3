"""The database itself refuses, also when our own code is bypassed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.records.ending import Reason, end
from goodstanding.records.entering import enter
from goodstanding.records.models import Record, Revision
from tests.organisations.making import organisation
from tests.records.handing_in import hand_in, penalty

pytestmark = pytest.mark.django_db
REASON = Reason(because="repaired", basis="ndrc-36")


@pytest.fixture
def record(tmp_path: Path, market: Department) -> Record:
    organisation(1, "临澜市甲有限公司")
    handed = hand_in(tmp_path, market, [penalty()])
    enter(handed.folder, handed, by=SYSTEM)
    return Record.everything.get()


@pytest.fixture
def refused() -> Callable[..., None]:
    def check(statement: str, *values: object) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)

    return check


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_revision SET data = '{}'", "UPDATE records_revision SET because = 'x'", "DELETE FROM records_revision",
        "TRUNCATE records_revision", "DELETE FROM records_record", "TRUNCATE records_record", "DELETE FROM organisations_organisation",
    ],
)  # fmt: skip
def test_nothing_that_entered_is_changed_or_removed(record: Record, refused: Callable[..., None], statement: str) -> None:
    refused(statement)
    assert (Record.everything.get(), Revision.objects.count()) == (record, 1)


@pytest.mark.parametrize(
    "change",
    [
        "basis = ''", "regime = ''", "shown_from = NULL", "shown_until = NULL", "shown_from = decided_on - 1",  # before the decision
        "shown_until = shown_until + 1", "shown_until = '2099-12-31'", "klass = 'nonsense'", "regime = 'own'",
        "held = 'secret'",  # held and yet with a window
        "ended_on = '2026-11-01'", "ended_because = 'because'",
        "organisation_id = organisation_id + 1", "identity = gen_random_uuid()", "kind = 'permit'",
        "decision_no = ''", "revision = 0", "revision = 2",
    ],
)  # fmt: skip
def test_a_record_shows_only_with_basis_window_and_lawful_end(record: Record, refused: Callable[..., None], change: str) -> None:
    refused(f"UPDATE records_record SET {change}")
    assert Record.public.get() == record


def test_ended_is_final(record: Record, refused: Callable[..., None]) -> None:
    end([record.pk], reason=REASON, by=SYSTEM)
    refused("UPDATE records_record SET ended_on = NULL, ended_because = ''")
    refused("UPDATE records_record SET shown_until = shown_until - 1")
    assert not Record.public.exists()


def test_a_record_of_nobody_is_refused(record: Record, refused: Callable[..., None]) -> None:
    copied = [f.column for f in Record._meta.concrete_fields if f.column not in {"public_id", "organisation_id"}]
    names = ", ".join(copied)
    refused(
        f"INSERT INTO records_record (public_id, organisation_id, {names}) SELECT gen_random_uuid(), 987654321, {names} FROM records_record"
    )


def test_a_record_without_the_revision_it_stands_on_is_refused(record: Record, refused: Callable[..., None]) -> None:
    refused("UPDATE records_record SET revision = 2")
    names = ", ".join(f.column for f in Record._meta.concrete_fields if f.column not in {"public_id", "identity"})
    refused(
        f"INSERT INTO records_record (public_id, identity, {names}) "
        f"SELECT gen_random_uuid(), gen_random_uuid(), {names} FROM records_record"
    )
    assert Record.public.get() == record


def test_one_row_of_a_submission_is_one_revision(record: Record, refused: Callable[..., None]) -> None:
    refused(
        "INSERT INTO records_revision (record_id, number, data, because, submission, row)"
        " SELECT record_id, 2, data, because, submission, row FROM records_revision"
    )
    assert record.revisions.count() == 1


def test_whoever_reads_records_has_to_choose() -> None:
    assert not hasattr(Record, "objects")
    assert Record._default_manager.name == "everything"
