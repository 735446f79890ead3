"""The register on the desk: a law, a halt, its whole list to print or take away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.laws import lifting, printing, reading, targets
from goodstanding.laws.forms import LiftForm
from goodstanding.laws.models import Halt
from goodstanding.laws.resting import Regimes
from goodstanding.laws.views.showing import about, row
from goodstanding.ledger.writing import write
from goodstanding.papers import reading as papers
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])
SHEET = 500
"""Lines of one printed sheet; everything at once is in the CSV, which the page says."""


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Laws and measures, how they stand, and what was halted."""
    context = {"rows": reading.stands(), "measures": reading.measures(), "halts": [row(one) for one in Halt.objects.all()[:10]]}
    return render(request, "laws/desk.html", context | _may(standing))


@require_safe
@desk
def basis(request: HttpRequest, standing: Standing, target: str, code: str) -> HttpResponseBase:
    """One of them, and the way to stop it."""
    it = targets.find(target, code)
    return render(request, "laws/desk_basis.html", {"stand": reading.stand(it), **about(it), **_may(standing)})


@require_safe
@desk
def halt(request: HttpRequest, standing: Standing, key: UUID) -> HttpResponseBase:
    """What was done, by whom, on which document, what became of what."""
    return render(request, "laws/desk_halt.html", _context(find(key), standing) | {"form": LiftForm()})


@FORMS
@desk
def lift(request: HttpRequest, standing: Standing, key: UUID) -> HttpResponseBase:
    """A suspension ends; what was typed stays where it cannot."""
    found = find(key)
    require(standing, "halt_basis")
    form, status = LiftForm(sent(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                lifting.lift(found, form.cleaned_data["because"], by=standing)
            except Refused as refused:
                status = refused.status
                form.add_error("because", here(refused.why))
            else:
                messages.success(request, here(text("laws.lift.done", number=found.number)))
                return redirect("laws:desk_halt", found.pk)
    found.refresh_from_db()
    return render(request, "laws/desk_halt.html", _context(found, standing) | {"form": form}, status=status)


@require_safe
@desk
def whole(request: HttpRequest, standing: Standing, key: UUID) -> HttpResponseBase:
    """The whole list, to print: those too whose entry was never public, so for the centre alone."""
    found = find(key)
    require(standing, "see_organisation")
    cursor = request.GET.get("cursor", "")
    lines, onward = reading.page_of_lines(found.lines.select_related("organisation").order_by("pk"), cursor, SHEET)
    context = row(found) | {
        "lines": [printing.row(one) for one in lines], "counts": reading.lines(found), "next": f"?cursor={onward}" if onward else "",
        "first": "?" if cursor else "", "now": timezone.now(),
    }  # fmt: skip
    return render(request, "laws/print.html", context)


@require_safe
@desk
def table(request: HttpRequest, standing: Standing, key: UUID) -> HttpResponseBase:  # noqa: ARG001 - a view's signature
    """The same as a table; that it was taken away is in the ledger."""
    found = find(key)
    require(standing, "see_organisation")
    write(Event.ACCESS_EXPORTED, found, by=standing, because="laws.affected", data={"lines": found.affected})
    return printing.as_csv(printing.of_halt(found), found.number)


@require_safe
@desk
def paper(request: HttpRequest, standing: Standing, key: UUID) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """The document it rests on, as it was handed in."""
    found = find(key)
    require(standing, "see_organisation")
    if found.paper is None:
        raise Missing("NO_SUCH_PAPER", text("laws.refused.no_such_halt"))
    return papers.response(found.paper)


def find(key: UUID) -> Halt:
    """The halt. Raises ``Missing``."""
    found = Halt.objects.filter(pk=key).select_related("paper").defer("paper__content").first()
    if found is None:
        raise Missing("NO_SUCH_HALT", text("laws.refused.no_such_halt"))
    return found


def _context(found: Halt, standing: Standing) -> dict[str, Any]:
    telling = {one.what: one for one in found.tellings.all()}
    return row(found) | _may(standing) | {
        "counts": reading.lines(found), "regimes": found.lines.filter(part=Regimes.name).exists(),
        "telling": telling.get("lifted") or telling.get("halted"),
        "may_lift": may(standing, "halt_basis") and found.kind == "suspended" and found.is_open,
        "may_see_all": may(standing, "see_organisation"),
    }  # fmt: skip


def _may(standing: Standing) -> dict[str, bool]:
    return {"may_halt": may(standing, "halt_basis"), "may_regime": may(standing, "end_by_regime")}
