"""Proposing a measure, and the head's word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.measures import adopting, ending, finding, saying
from goodstanding.measures.catalogue import title_of
from goodstanding.measures.forms import AdoptForm, ProposeForm, WhyForm
from goodstanding.measures.models import Adoption
from goodstanding.measures.views import checking
from goodstanding.rules.refusals import Refused
from goodstanding.ui.days import written
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
@desk
def propose(request: HttpRequest, standing: Standing, code: str) -> HttpResponseBase:
    """After the try-out: which office, in which matters, until when, why."""
    department = Department.objects.filter(pk=standing.department_id or finding.NOBODY).first()
    require(standing, "propose_measure", department)
    assert department is not None  # noqa: S101 - require has asked
    kind = finding.find_kind(code)
    last = adopting.last_review(kind, timezone.localdate())
    form = ProposeForm(written(last), sent(request), initial={"review_on": last})
    context = {
        "title": text("measures.propose.title", measure=title_of(code)), "lead": text("measures.desk.lead"),
        "send": text("measures.propose.send"), "back": reverse("measures:try", args=[code]), "facts": [],
    }  # fmt: skip
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            made = adopting.propose(adopting.Proposal(kind=code, **form.cleaned_data), department, by=standing)
        except Refused as why:
            refused = why
        else:
            messages.success(request, here(text("measures.propose.done", number=made.number)))
            return redirect("measures:adoption", made.pk)
    return checking.page(request, form, context, refused=refused)


@FORMS
@desk
def deed(request: HttpRequest, standing: Standing, pk: UUID, deed: str) -> HttpResponseBase:
    """Adopt, decline, or stop using it."""
    if deed not in {"adopt", "decline", "end_adoption"}:
        raise Http404
    found = finding.find_adoption(standing, pk, "propose_measure" if deed == "decline" else "adopt_measure")
    form: forms.Form = AdoptForm(sent(request)) if deed == "adopt" else WhyForm(sent(request))
    context: dict[str, Any] = {
        "title": text("measures.deed", deed, "title"), "lead": text("measures.deed", deed, "lead"),
        "send": text("measures.deed", deed, "send"),
        "facts": saying.of_adoption(found), "back": reverse("measures:adoption", args=[found.pk]), "warning": deed == "end_adoption",
        "number": found.number,
    }  # fmt: skip
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            _do(found, deed, form.cleaned_data, standing)
        except Refused as why:
            refused = why
        else:
            messages.success(request, here(text("measures.deed", deed, "done")))
            return redirect("measures:adoption", found.pk)
    return checking.page(request, form, context, refused=refused)


def _do(adoption: Adoption, deed: str, said: dict[str, str], by: Standing) -> None:
    if deed == "adopt":
        adopting.adopt(adoption, adopting.Decision(number=said["number"], reasons=said["because"]), by=by)
    elif deed == "decline":
        adopting.decline(adoption, said["because"], by=by)
    else:
        ending.end_adoption(adoption, said["because"], by=by)
