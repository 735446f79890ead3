"""Forms that move a case: accept, refuse, grant, decline, extend, bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.repairs import accepting, barring, deciding, finding
from goodstanding.repairs.forms import WhyForm
from goodstanding.repairs.models import Repair
from goodstanding.repairs.views.showing import case_page
from goodstanding.rules.texts import Text
from goodstanding.ui import tables
from goodstanding.ui.texts import here, text


@dataclass(frozen=True, slots=True)
class Decision:
    """A question before a deed: whether it asks for reasons, the deed, whose it is."""

    do: Callable[[Repair, str, Standing], object]
    why: bool = True
    action: str = "decide_repair"
    warning: bool = False


DECISIONS = {
    "accept": Decision(lambda repair, _, by: accepting.accept(repair, by=by), why=False),
    "refuse": Decision(lambda repair, why, by: accepting.refuse(repair, because=why, by=by)),
    "grant": Decision(lambda repair, _, by: deciding.grant(repair, by=by), why=False),
    "decline": Decision(lambda repair, why, by: deciding.decline(repair, because=why, by=by)),
    "extend": Decision(lambda repair, why, by: deciding.extend(repair, because=why, by=by), action="extend_repair"),
    "bar": Decision(lambda repair, why, by: barring.bar(repair, because=why, by=by), warning=True),
    "lift_bar": Decision(lambda repair, why, by: barring.lift(repair, because=why, by=by), action="extend_repair"),
}
"""By the last piece of the address."""


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def decide(request: HttpRequest, standing: Standing, number: UUID, decision: str) -> HttpResponseBase:
    """The department's word."""
    chosen = DECISIONS.get(decision)
    if chosen is None:
        raise Http404
    repair = finding.find(standing, number, chosen.action)
    form: forms.Form = forms.Form(sent(request))
    if chosen.why:
        form = WhyForm(text("repairs.decide", decision, "because"), text("repairs.decide", decision, "hint"), sent(request))
    if request.method == "POST" and form.is_valid():
        chosen.do(repair, form.cleaned_data.get("because", ""), standing)
        messages.success(request, here(text("repairs.decide", decision, "done")))
        return redirect("repairs:case", repair.pk)
    context = case_page(repair, "repairs:paper", repair.pk) | {
        "form": form, "title": tables.joined(text("repairs.decide", decision, "title"), Text(repair.number, repair.number)),
        "lead": text("repairs.decide", decision, "lead"),
        "send": text("repairs.decide", decision, "send"), "warning": chosen.warning, "back": reverse("repairs:case", args=[repair.pk]),
    }  # fmt: skip
    return render(request, "repairs/decide.html", context, status=422 if form.is_bound and form.errors else 200)
