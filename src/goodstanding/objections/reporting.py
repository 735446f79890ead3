"""Anybody says that something about a record is wrong: no sign-in, no mark by itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goodstanding.clocks.deadlines import due
from goodstanding.departments.standing import Standing
from goodstanding.ledger.moving import move
from goodstanding.notices.telling import holders, tell
from goodstanding.objections import contacts, filing, numbers
from goodstanding.objections.locking import words as kept
from goodstanding.objections.models import ErrorReport
from goodstanding.records.models import Record
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.ui.texts import text

TERM = "error_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """``contact``: a mail address for the answer, if one is wanted. ``token``: sent twice, it is one report."""

    record: UUID
    token: UUID
    field: str
    words: str
    contact: str = ""


def report(said: Report, *, by: Standing) -> ErrorReport:
    """Keep it. Raises ``Refused``, and ``Missing`` where nobody may see that record."""
    record = Record.public.filter(pk=said.record).first()
    if record is None:
        raise Missing("NO_RECORD", text("objections.refused.no_record"))
    if said.field and said.field not in filing.fields_of(record):
        raise Refused("FIELD_UNKNOWN", text("objections.refused.field_unknown", field=said.field))
    with transaction.atomic():
        made, new = ErrorReport.objects.get_or_create(
            token=said.token,
            defaults={
                "number": numbers.following("JC"), "record": record, "field": said.field, "words": kept(said.words, longest=1000),
                "contact": contacts.seal(_address(said.contact)), "due_on": due(TERM, timezone.localdate()), "reported_at": timezone.now(),
            },
        )  # fmt: skip
        if new:
            made.refresh_from_db()
            move(made, "report", by=by)
            tell(holders("clerk"), "objections.told.reported", url=reverse("objections:report_case", args=[made.pk]), number=made.number)
    return made


def _address(written: str) -> str:
    address = written.strip()
    try:
        if address:
            validate_email(address)
    except ValidationError as error:
        raise Refused("ADDRESS_WRONG", text("objections.refused.address_wrong")) from error
    return address
