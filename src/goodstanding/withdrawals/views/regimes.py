"""A regime's end on the desk: one proposes, the head of the centre confirms, the job does it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.rules.laws import cite
from goodstanding.rules.texts import Text
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import here, text
from goodstanding.withdrawals import finding, regime
from goodstanding.withdrawals.forms import RegimeForm, WhyForm
from goodstanding.withdrawals.loaded import catalogue
from goodstanding.withdrawals.models import RegimeEnding

FORMS = require_http_methods(["GET", "HEAD", "POST"])
TONES = {"proposed": "wait", "confirmed": "wait", "declined": "plain", "finished": "good"}


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The latest first."""
    require(standing, "end_by_regime")
    columns = [
        text("withdrawals.list.number"), *(text("withdrawals.regime", name) for name in ("which", "klass", "state_title", "ended_title")),
    ]  # fmt: skip
    rows = [
        (
            tables.key(one.number, reverse("withdrawals:regime", args=[one.pk])), Cell(said["title"]), Cell(said["klass"]),
            Cell(said["state"], tone=said["tone"]), tables.number(one.ended),
        )
        for one in RegimeEnding.objects.all()[:200]
        for said in [_row(one)]
    ]  # fmt: skip
    table = Table(text("withdrawals.regime.title"), columns, rows, titled=False)
    return render(request, "withdrawals/regimes.html", {"table": table})


@FORMS
@desk
def propose(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Which, and why; somebody else confirms."""
    require(standing, "end_by_regime")
    laws = [(code, here(cite(code, catalogue()))) for code in catalogue().laws if code != "own"]
    form = RegimeForm(catalogue().regimes, laws, sent(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        code, _, klass = said["which"].partition("/")
        made = regime.propose(code, klass, basis=said["basis"], words=said["words"], document=said["document"], by=standing)
        messages.success(request, here(text("withdrawals.regime.proposed", number=made.number)))
        return redirect("withdrawals:regime", made.pk)
    return render(request, "withdrawals/propose.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@desk
def one(request: HttpRequest, standing: Standing, number: UUID) -> HttpResponseBase:
    """How many it would end, or has ended."""
    found = finding.find_regime(standing, number)
    own = standing.user_id is not None and standing.user_id == found.proposed_user
    context = _row(found) | {
        "showing": regime.count(found), "basis": cite(found.basis, catalogue()), "form": WhyForm(),
        "may_confirm": found.state == "proposed" and standing.role == "director" and not own, "may_decline": found.state == "proposed",
    }  # fmt: skip
    return render(request, "withdrawals/regime.html", context)


@FORMS
@desk
def decide(request: HttpRequest, standing: Standing, number: UUID, decision: str) -> HttpResponseBase:
    """Confirmed or declined; asked for with GET it shows the page again."""
    found = finding.find_regime(standing, number)
    if request.method == "POST" and decision == "confirm":
        regime.confirm(found, by=standing)
        messages.success(request, here(text("withdrawals.regime.confirmed", number=found.number)))
    elif request.method == "POST" and decision == "decline":
        regime.decline(found, because=request.POST.get("because", ""), by=standing)
        messages.success(request, here(text("withdrawals.regime.declined", number=found.number)))
    return redirect("withdrawals:regime", found.pk)


def _row(one: RegimeEnding) -> dict[str, Any]:
    known = next((regime for regime in catalogue().regimes if regime.code == one.regime), None)
    klass = known.klass(one.klass).title if known and one.klass else text("withdrawals.regime.every_class")
    return {
        "regime": one, "state": text("withdrawals.regime.state", one.state), "tone": TONES[one.state],
        "title": known.title if known else Text(one.regime, one.regime), "klass": klass,
    }  # fmt: skip
