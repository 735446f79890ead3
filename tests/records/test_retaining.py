"""Archived by date, purged with proof, and purged again after a backup brought it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import SYSTEM
from goodstanding.ledger.models import Entry
from goodstanding.ledger.standing import Standing
from goodstanding.organisations.models import PendingRow
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Upload
from goodstanding.records import marking, proceeding, purging, retaining, settling, undoing
from goodstanding.records.correcting import Cause, correct
from goodstanding.records.ending import Reason, end
from goodstanding.records.entering import enter
from goodstanding.records.models import Correction, Ending, Mark, Purge, Record, Revision
from goodstanding.records.proceeding import Outcome, Stated
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Forbidden, Unusable
from goodstanding.rules.terms import months_after
from tests.organisations.making import organisation
from tests.papers.files import png
from tests.records.handing_in import hand_in, penalty

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO = date(TODAY.year - 8, 1, 15)
"""Five years until the archive, two in it: due."""
IN_ARCHIVE = date(TODAY.year - 6, 1, 15)


@pytest.fixture(autouse=True)
def _terms(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path / "data")
    (tmp_path / "data").mkdir()
    # The public log takes in what is committed, which nothing here is: tests/publiclog purges with it.
    monkeypatch.setattr(purging, "_GOES_TOO", [])
    retaining.install(load())


def record(folder: Path, department: Department, decided: date, number: str = "1号") -> Record:
    if not Record.everything.exists():
        organisation(1, "临澜市甲有限公司")
    handed = hand_in(folder, department, [penalty(CF_JDRQ=decided.isoformat(), CF_WSH=number)])
    enter(handed.folder, handed, by=SYSTEM)
    return Record.everything.get(decision_no=number)


def test_five_years_after_the_decision_it_is_archived(tmp_path: Path, market: Department) -> None:
    made = record(tmp_path, market, TODAY - timedelta(days=400))
    last = months_after(made.decided_on, 60)
    assert Record.everything.retained(last).exists()
    assert not Record.everything.retained(last + timedelta(days=1)).exists()


def test_what_still_shows_is_never_archived(tmp_path: Path, market: Department) -> None:
    made = record(tmp_path, market, TODAY - timedelta(days=30))
    assert made.shown_until
    retained = Record.everything.retained(made.shown_until)
    assert retained.exists()


def test_the_desk_does_not_find_what_is_archived_and_it_is_still_there(tmp_path: Path, market: Department) -> None:
    made = record(tmp_path, market, IN_ARCHIVE)
    assert not Record.everything.retained().exists()
    assert purging.purge_due(by=SYSTEM) == 0
    assert Revision.objects.filter(record=made).exists()


def test_what_is_due_goes_for_good_and_leaves_proof(tmp_path: Path, market: Department) -> None:
    made, kept = record(tmp_path, market, LONG_AGO), record(tmp_path, market, IN_ARCHIVE, "2号")
    marking.mark({made.pk: []}, kind="objection", case=uuid4(), number="YY1", words="不服", by=SYSTEM)
    end([made.pk], reason=Reason(because="annulled", basis="penalty-law:48"), by=SYSTEM)
    assert purging.purge_due(by=SYSTEM) == 1
    assert list(Record.everything.all()) == [kept]
    for left in (Revision, Mark, Ending, Correction):
        assert not left.objects.filter(record_id=made.pk).exists(), left
    proof = Purge.objects.get()
    assert (proof.record_id, proof.revisions, proof.archived_on) == (made.pk, 1, months_after(LONG_AGO, 60))
    assert Entry.objects.filter(event="record:purged", subject_id=str(made.pk)).count() == 1
    assert "临市监" not in str(Entry.objects.filter(subject_id=str(made.pk)).values())


def test_nothing_of_its_words_stays_in_any_table_of_the_records(
    tmp_path: Path, market: Department, clerk: User, standing_of: Callable[[User], Standing]
) -> None:
    """Whatever stood beside it: what a purge forgets, a table added later included, is found here."""
    bob = standing_of(clerk)
    body = organisation(1, "临澜市甲有限公司")
    handed = hand_in(tmp_path, market, [penalty(1, "甲公司", CF_JDRQ=LONG_AGO.isoformat(), CF_WSH="销毁罚1号", CF_XDR_SHXYM=None)])
    enter(handed.folder, handed, by=SYSTEM)
    settling.attach(PendingRow.objects.get(), body, by=bob, because="销毁执照")
    for n in (1, 1, 2):
        record(tmp_path, market, LONG_AGO, f"销毁罚{n}号")  # again, an echo; and one that is taken off afterwards
    made, off = (Record.everything.get(decision_no=f"销毁罚{n}号") for n in (1, 2))
    undoing.take_off(off, by=bob, because="不是该公司")
    marking.mark({made.pk: []}, kind="objection", case=uuid4(), number="销毁1", words="销毁不服", by=SYSTEM)
    paper = take(Upload("paper", "销毁.png", png()), purpose=proceeding.PURPOSE, by=bob)
    said = Stated(kind="review", number="销毁复1", body="销毁市人民政府", since=TODAY, request="销毁来函")
    found = proceeding.begin(made, said, by=bob, paper=paper)
    proceeding.end(found, Outcome(outcome="annulled", over_on=TODAY, document="销毁决1", words="销毁"), by=bob)
    correct(made, {"CF_NR": "销毁200元"}, because=Cause(case=uuid4(), number="销毁更1", words="销毁有误"), by=SYSTEM)
    end([made.pk], reason=Reason(because="annulled", basis="penalty-law:48", words="销毁理由", document="销毁决1"), by=SYSTEM)
    assert len(left_of("销毁|抽检不合格")) >= 8
    purging.purge([made.pk], by=SYSTEM)
    # What was taken off waits for its organisation, and is due by itself: no part of this record.
    assert not [(table, row) for table, row in left_of("销毁|抽检不合格") if "销毁罚2号" not in row and str(off.pk) not in row]
    paper.refresh_from_db()
    assert not paper.is_there


def left_of(words: str) -> list[tuple[str, str]]:
    """Every row of the records' own tables, and of the rows that wait, in which one of these words stands."""
    models = [*apps.get_app_config("records").get_models(), PendingRow]
    found = []
    for table in (model._meta.db_table for model in models):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT one::text FROM {table} one WHERE one::text ~ %s", [words])
            found += [(table, row) for (row,) in cursor.fetchall()]
    return found


@pytest.mark.parametrize("decided", [IN_ARCHIVE, TODAY - timedelta(days=30)])
def test_nothing_is_purged_before_its_time_whoever_asks(tmp_path: Path, market: Department, decided: date) -> None:
    made = record(tmp_path, market, decided)
    with pytest.raises(DatabaseError), transaction.atomic():
        purging.purge([made.pk], by=SYSTEM)
    statements = (
        """INSERT INTO records_purge (record_id, kind, department_id, revisions, fingerprint, archived_on, by)
        SELECT public_id, kind, department_id, 1, fingerprint, '2001-01-01', 'x' FROM records_record""",
        "DELETE FROM records_revision",
        "DELETE FROM records_record",
    )
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Record.everything.count() == Revision.objects.count() == 1


def test_a_proof_is_kept(tmp_path: Path, market: Department) -> None:
    record(tmp_path, market, LONG_AGO)
    purging.purge_due(by=SYSTEM)
    for statement in ("DELETE FROM records_purge", "UPDATE records_purge SET by = 'x'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_restored_backup_purges_again(tmp_path: Path, market: Department) -> None:
    made = record(tmp_path, market, LONG_AGO)
    with transaction.atomic():
        purging.purge_due(by=SYSTEM)
        transaction.set_rollback(True)  # the database goes back to before the purge; the list beside it does not
    assert Record.everything.filter(pk=made.pk).exists()
    with purging.place().open("a") as file:
        file.write("01a208db-3fbe-72")  # a crash in the middle of a line
    assert purging.purge_again(by=SYSTEM) == 1
    assert not Record.everything.exists()
    assert purging.purge_again(by=SYSTEM) == 0


def test_what_other_parts_keep_goes_in_the_same_transaction(tmp_path: Path, market: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    made, seen = record(tmp_path, market, LONG_AGO), list[UUID]()
    monkeypatch.setattr(purging, "_GOES_TOO", [lambda ids: seen.extend(ids) or ids])
    purging.purge_due(by=SYSTEM)
    assert seen == [made.pk]
    assert Entry.objects.get(event="record:purged", subject_id=str(made.pk)).data["logged"] is True


def test_a_clerk_purges_nothing(tmp_path: Path, market: Department) -> None:
    record(tmp_path, market, LONG_AGO)
    with pytest.raises(Forbidden):
        purging.purge_due(by=Standing(label="bob", role="clerk"))


def test_an_unknown_profile_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RETENTION_PROFILE", "atlantis")
    with pytest.raises(Unusable) as told:
        retaining.install(load())
    assert "zhejiang" in told.value.why.en
