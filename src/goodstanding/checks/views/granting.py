"""授予查询目的: which department may ask what for; the administrator gives it and ends it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goodstanding.checks import granting, shown
from goodstanding.checks.forms import EndForm, GrantForm
from goodstanding.checks.models import Grant
from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.laws import force
from goodstanding.rules.refusals import Forbidden, Missing, Refused
from goodstanding.ui import tables
from goodstanding.ui.days import written
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])
COLUMNS = ("department", "purpose", "starts_on", "ends_on", "because", "by")


@FORMS
@desk
def grants(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Who may ask what for; and one more."""
    require(standing, "grant_purpose")
    form = GrantForm(sent(request), initial={"starts_on": timezone.localdate()})
    errors: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            granting.give(
                said["purpose"], said["department"], because=said["because"], starts_on=said["starts_on"], ends_on=said["ends_on"],
                by=standing,
            )  # fmt: skip
        except Forbidden:
            raise
        except Refused as refused:
            errors = [{"id": "id_purpose", "text": refused.why}]
        else:
            messages.success(request, here(text("checks.desk.grant.given")))
            return redirect("checks:grants")
    context = {"form": form, "errors": errors, "table": _table()}
    return render(request, "checks/grants.html", context, status=422 if errors or (form.is_bound and form.errors) else 200)


def _table() -> Table:
    today = timezone.localdate()
    known = Grant.objects.select_related("department").order_by("department__name", "purpose", "-starts_on")
    rows = [_row(one) for one in sorted(known, key=lambda one: one.ends_on is not None and one.ends_on < today)]
    return Table(text("checks.desk.grant.title"), [text("checks.desk.grant", name) for name in COLUMNS], rows, titled=False)


def _row(one: Grant) -> list[Cell]:
    today = timezone.localdate()
    purpose, department = shown.purpose_title(one.purpose), shown.named(one.department)
    basis = shown.basis_of(one.purpose)
    halted = force.why_not(basis, today) if basis else None
    also = ((text("checks.desk.grant.halted"), "bad"),) if halted else ()
    last = tables.day(one.ends_on)
    if one.ends_on is None or one.ends_on >= today:
        url = reverse("checks:grant_end", args=[one.pk])
        until = (here(written(one.ends_on)),) if one.ends_on else ()
        last = Cell(text("checks.desk.grant.end"), url, spoken=tables.joined(department, purpose), below=until)
    why = (here(text("checks.desk.grant.ended_words", words=one.ended_because)),) if one.ended_because else ()
    return [Cell(department), Cell(purpose, also=also), tables.day(one.starts_on), last, Cell(one.because, below=why), Cell(one.by)]


@FORMS
@desk
def end(request: HttpRequest, standing: Standing, grant: int) -> HttpResponseBase:
    """From now on the department is not answered for it; what it was told stays on its receipts."""
    require(standing, "grant_purpose")
    found = Grant.objects.select_related("department").filter(pk=grant).first()
    if found is None:
        raise Missing("NO_SUCH_GRANT", text("checks.desk.refused.no_such_grant"))
    form = EndForm(sent(request))
    errors: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            granting.end(found, because=form.cleaned_data["because"], by=standing)
        except Forbidden:
            raise
        except Refused as refused:
            errors = [{"id": "id_because", "text": refused.why}]
        else:
            messages.success(request, here(text("checks.desk.grant.ended")))
            return redirect("checks:grants")
    context = {
        "form": form, "errors": errors, "grant": found, "purpose": shown.purpose_title(found.purpose),
        "department": shown.named(found.department),
    }  # fmt: skip
    return render(request, "checks/grant_end.html", context, status=422 if errors or (form.is_bound and form.errors) else 200)
