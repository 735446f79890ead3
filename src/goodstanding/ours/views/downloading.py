"""Everything about us, to keep: as a page to print, and as JSON."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.organisations.models import Organisation
from goodstanding.ours import records
from goodstanding.ours.everything import pieces
from goodstanding.ours.views.overview import frame
from goodstanding.portal.coverage import covered
from goodstanding.portal.organisation import describe
from goodstanding.representing import cases
from goodstanding.representing.acting import ours
from goodstanding.representing.finding import for_body
from goodstanding.representing.views.saying import rows
from goodstanding.rules.events import Event

PRINTED = 500
"""So many records are printed; the rest is in the JSON, which the page says."""


@require_safe
@ours
def everything(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:  # noqa: ARG001 - as every page
    """One document; that it was taken out is in the ledger."""
    it = describe(organisation)
    write(Event.ACCESS_EXPORTED, organisation, by=standing, because="everything", data={"form": "json"})
    answer = StreamingHttpResponse(pieces(it), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="everything-{timezone.localdate():%Y%m%d}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@ours
def printed(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:
    """A page to print or to save as PDF."""
    it = describe(organisation)
    found = records.about(it.members)
    total = found.count()
    write(Event.ACCESS_EXPORTED, organisation, by=standing, because="everything", data={"form": "print"})
    context = frame(organisation, standing, "") | {
        "it": it, "lines": records.lines(found[:PRINTED]), "total": total, "left_out": max(total - PRINTED, 0), "now": timezone.now(),
        "today": timezone.localdate(), "cases": cases.of(it.members), "coverage": covered(),
        "powers": rows(for_body(organisation).in_force().select_related("user").order_by("-asked_at")),
    }  # fmt: skip
    return render(request, "ours/print.html", context)
