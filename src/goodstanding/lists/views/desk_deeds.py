"""Deeds that need one question: publicise, weigh, publish, withhold, drop; and what was said against a candidate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.lists import answering, dropping, finding, publishing, remarking, serving
from goodstanding.lists.forms_desk import SettleForm, WhyForm
from goodstanding.lists.models import Listing
from goodstanding.lists.views import showing
from goodstanding.lists.views.asking import Errors, ask, still_open, tried
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Deed:
    """``to``: the state it leads to; somebody who clicks twice finds it there already."""

    do: Callable[[Listing, str, Standing], None]
    to: str
    action: str = "handle_listing"
    why: bool = True
    warning: bool = False


DEEDS = {
    "publicise": Deed(lambda listing, _, by: serving.publicise(listing, by=by), "publicised", why=False),
    "weigh": Deed(lambda listing, why, by: answering.weigh(listing, why, by=by), "weighed"),
    "publish": Deed(lambda listing, why, by: publishing.publish(listing, why, by=by), "published", "decide_listing"),
    "withhold": Deed(lambda listing, why, by: publishing.withhold(listing, why, by=by), "withheld", "decide_listing"),
    "drop": Deed(lambda listing, why, by: dropping.drop(listing, why, by=by), "dropped", warning=True),
}
"""By the last piece of the address."""


@FORMS
@desk
def deed(request: HttpRequest, standing: Standing, pk: UUID, deed: str) -> HttpResponseBase:
    """One deed on one case."""
    chosen = DEEDS.get(deed)
    if chosen is None:
        raise Http404
    found = finding.find(standing, pk, chosen.action)
    if found.state == chosen.to:
        return redirect("lists:case", found.pk)
    still_open(found, deed)
    form: forms.Form = WhyForm(deed, sent(request)) if chosen.why else forms.Form(sent(request))
    errors: Errors = []
    status = 200
    if request.method == "POST" and form.is_valid():
        errors, status = tried(lambda: chosen.do(found, form.cleaned_data.get("because", ""), standing), "id_because" if chosen.why else "")
        if not errors:
            messages.success(request, here(text("lists.desk.deed", deed, "done")))
            return redirect("lists:case", found.pk)
    conflicts = showing.conflicts(found, standing) if deed == "publicise" else []
    return ask(request, found, deed, form, errors=errors, status=status, warning=chosen.warning, conflicts=conflicts)


@FORMS
@desk
def settle(request: HttpRequest, standing: Standing, pk: UUID, remark: int) -> HttpResponseBase:
    """Founded or not, with reasons."""
    found = finding.find(standing, pk, "settle_remark")
    made = found.remarks.filter(pk=remark).select_related("listing").first()
    if made is None:
        raise Missing("NO_SUCH_REMARK", text("lists.desk.refused.no_such_remark"))
    if made.outcome:
        return redirect("lists:case", found.pk)
    form = SettleForm(sent(request))
    errors: Errors = []
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        errors, status = tried(
            lambda: remarking.settle(made, outcome=said["outcome"], reasons=said["reasons"], by=standing), "id_reasons"
        )  # fmt: skip
        if not errors:
            messages.success(request, here(text("lists.desk.deed.settle.done")))
            return redirect("lists:case", found.pk)
    return ask(request, found, "settle", form, errors=errors, status=status, quoted=made.words)
