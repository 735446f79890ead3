"""Handing in a list of bidders: who may, what for; sealed, written down once, asked in the background."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from goodstanding.checks import files_keeping, granting, history
from goodstanding.checks.models import Batch
from goodstanding.checks.numbering import next_batch
from goodstanding.departments.allowing import refuse, require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.intake.receiving import clean_name
from goodstanding.intake.starting import QUEUE
from goodstanding.intake.uploading import Upload
from goodstanding.ledger.writing import write
from goodstanding.rules import persons
from goodstanding.rules.events import Event

_LEFT = """
    SELECT b.* FROM checks_batch b
    WHERE b.channel = 'file' AND b.finished_at IS NULL AND b.at < now() - interval '1 minute' AND NOT EXISTS (
        SELECT 1 FROM procrastinate_jobs j
        WHERE j.status IN ('todo', 'doing') AND j.task_name = 'checks.file' AND j.args ->> 'batch' = b.id::text
    )
"""


def hand_in(upload: Upload, department: Department, *, purpose: str, matter: str, by: Standing) -> Batch:
    """One batch, one entry, one job. Whether it can be read is found out in the background, and said there."""
    require(by, "check", department)
    if purpose not in {one.code for one in granting.held(department.pk)}:
        refuse(by, "check", department)
    with transaction.atomic():
        batch = Batch.objects.create(
            id=upload.id, number=next_batch(), channel="file", department=department, purpose=purpose,
            matter=persons.mask(matter.strip())[0][:200], rows=0, file_name=clean_name(upload.name), label=by.label, role=by.role,
            user_id=by.user_id, client_id=by.client_id,
        )  # fmt: skip
        data = {"purpose": purpose, "matter": batch.matter, "sha256": upload.sealed.sha256, "size": upload.sealed.size}
        write(Event.CHECK_FILE_ASKED, batch, by=by, data=data)
        start(batch.pk)
    return batch


def handed_in(batch: UUID) -> bool:
    """Has the sealed file become a list to be asked?"""
    return Batch.objects.filter(pk=batch).exists()


def start(batch: UUID) -> None:
    """In the lane of what may take long."""
    app.configure_task("checks.file", queue=QUEUE).defer(batch=str(batch))


def start_again() -> int:
    """Lists nobody is at."""
    left = list(Batch.objects.raw(_LEFT))
    for one in left:
        start(one.pk)
    return len(left)


def sweep(now: datetime | None = None) -> int:
    """Lists and answers that have outlived their term. Returns of how many."""
    gone = 0
    for batch in files_keeping.old(now):
        if not history.is_at_work(batch):
            files_keeping.destroy(batch)
            gone += 1
    return gone
