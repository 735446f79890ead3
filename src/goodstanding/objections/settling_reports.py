"""A report of an error is settled: with a reason, or by an objection the centre opens of its own accord. The address is destroyed."""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.objections import accepting, filing, locking
from goodstanding.objections.models import ErrorReport, Objection
from goodstanding.organisations import families


def settle(report: ErrorReport, *, because: str, by: Standing, objection: Objection | None = None) -> None:
    """Of two at once one settles, the other gets ``Conflict``."""
    require(by, "settle_error_report", report)
    reason = locking.words(because)
    with transaction.atomic():
        ErrorReport.objects.filter(pk=report.pk, state="reported").update(
            settled_at=timezone.now(), settled_by=by.label, settled_because=reason, contact=None, objection=objection
        )
        move(report, "settle", by=by, because=reason, objection=str(objection.pk) if objection else None)
    report.refresh_from_db()


def open_case(report: ErrorReport, *, because: str, by: Standing) -> Objection:
    """There is something in it: the centre files and accepts an objection itself (依职权), so that the record is marked at once."""
    require(by, "settle_error_report", report)
    reason = locking.words(because)
    with transaction.atomic():
        organisation = families.root(report.record.organisation)
        said = filing.Filing(
            organisation=organisation, token=uuid4(), ground="wrong", words=reason,
            records={report.record_id: {report.field: ""} if report.field else {}},
        )  # fmt: skip
        made = filing.file(said, by=by, channel="ex_officio")
        accepting.accept(made, by=by)
        settle(report, because=reason, by=by, objection=made)
    return made
