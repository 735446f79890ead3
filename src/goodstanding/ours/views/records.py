"""One record as its organisation reads it, whether or not anybody else may."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodstanding.departments.standing import Standing
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.ours import records
from goodstanding.ours.views.overview import frame
from goodstanding.portal.period import period
from goodstanding.portal.record import describe
from goodstanding.representing.acting import ours
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text


@require_safe
@ours
def record(request: HttpRequest, standing: Standing, organisation: Organisation, public_id: UUID) -> HttpResponseBase:
    """Its fields, its period, its history, and why it does not show where it does not."""
    found = records.about(families.members(organisation.pk)).filter(pk=public_id).first()
    if found is None:
        raise Missing("NO_RECORD", text("ours.refused.no_record"))
    (line,), it = records.lines([found]), describe(found, official=True)
    context = frame(organisation, standing, "") | {
        "line": line, "it": it, "record": found, "today": timezone.localdate(), "period": None if found.held else period(it),
        "repairable": found.kind == "penalty" and line.how in {"showing", "suspended", "not_yet"},
    }  # fmt: skip
    return render(request, "ours/record.html", context)
