"""The clerk's queue: rows whose organisation no rule could tell. And codes that are lawful although their check digit fails."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.standing import Standing
from goodstanding.intake import settling
from goodstanding.intake.forms import AttachForm, ReasonForm
from goodstanding.intake.models import Submission
from goodstanding.intake.views.desk import desk, sent
from goodstanding.intake.views.looking import named
from goodstanding.organisations.models import PendingRow
from goodstanding.records.settling import give_back as return_row
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import here, text

PAGE = 50
ORDERS = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@desk
def queue(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What waits, the oldest first."""
    require(standing, "see_queue")
    waiting = PendingRow.objects.filter(state="waiting").select_related("department", "candidate").order_by("received_at", "id")
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    rows = [
        {"row": row, "reason": text("organisations.reason", row.reason), "department": named(row.department)} for row in page.object_list
    ]
    following = f"?page={page.next_page_number()}" if page.has_next() else ""
    context = {"rows": rows, "total": page.paginator.count, "first": reverse("intake:queue") if page.number > 1 else "", "next": following}
    return render(request, "intake/queue.html", context)


@require_safe
@desk
def row(request: HttpRequest, standing: Standing, row: int) -> HttpResponseBase:
    """One row: what it says, why it waits, what can be done."""
    found = _find(standing, row, "see_queue")
    kind = load(settings.CITY_CATALOGUE).kinds[found.kind]
    said = [{"key": field.title, "value": found.fields[code]} for code, field in kind.fields.items() if found.fields.get(code)]
    context = {
        "row": found,
        "reason": text("organisations.reason", found.reason),
        "said": said,
        "submission": Submission.everything.filter(id=found.submission).first(),
        "department": named(found.department),
        "may_settle": found.state == "waiting" and may(standing, "settle", found),
        "may_open": found.reason == "UNKNOWN_ORGANISATION",
    }
    return render(request, "intake/row.html", context)


@ORDERS
@desk
def open_organisation(request: HttpRequest, standing: Standing, row: int) -> HttpResponseBase:
    """Open the organisation the row names; it enters, and so do the others that name it."""
    found = _find(standing, row, "open_organisation")
    form = ReasonForm(here(text("intake.queue.open_evidence")), sent(request))
    if request.method == "POST" and form.is_valid():
        organisation = settling.open_and_settle(found, by=standing, because=form.cleaned_data["because"])
        return _done(request, here(text("intake.queue.opened", name=organisation.name)))
    return _ask(request, form, found, "open")


@ORDERS
@desk
def attach(request: HttpRequest, standing: Standing, row: int) -> HttpResponseBase:
    """The row is that organisation's, for a reason."""
    found = _find(standing, row, "settle")
    form = AttachForm(sent(request), initial={"code": found.candidate.uscc if found.candidate else ""})
    if request.method == "POST" and form.is_valid():
        organisation = settling.attach_by_code(found, form.cleaned_data["code"], by=standing, because=form.cleaned_data["because"])
        return _done(request, here(text("intake.queue.attached", name=organisation.name)))
    return _ask(request, form, found, "attach")


@ORDERS
@desk
def give_back(request: HttpRequest, standing: Standing, row: int) -> HttpResponseBase:
    """Back to the department, with what has to be put right."""
    found = _find(standing, row, "settle")
    form = ReasonForm(here(text("intake.queue.give_back_because")), sent(request))
    if request.method == "POST" and form.is_valid():
        return_row(found, by=standing, because=form.cleaned_data["because"])
        return _done(request, here(text("intake.queue.returned")))
    return _ask(request, form, found, "give_back")


def _find(standing: Standing, row: int, action: str) -> PendingRow:
    require(standing, action)
    found = PendingRow.objects.select_related("department", "candidate", "organisation").filter(pk=row).first()
    if found is None:
        raise Missing("NO_ROW", text("intake.refused.no_row"))
    return found


def _ask(request: HttpRequest, form: Any, found: PendingRow, what: str) -> HttpResponseBase:
    """The question before a decision."""
    words = {
        "title": text("intake.queue", what),
        "lead": text("intake.queue", f"{what}_lead"),
        "send": text("intake.queue", f"{what}_send"),
    }
    context = {"form": form, "row": found, "back": reverse("intake:row", args=[found.pk]), "warning": False, **words}
    return render(request, "intake/reason.html", context, status=422 if form.is_bound else 200)


def _done(request: HttpRequest, said: str) -> HttpResponseBase:
    messages.success(request, said)
    return redirect("intake:queue")
