"""The steward's answer to a report: confirm, or withdraw."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goodstanding.departments.standing import Standing
from goodstanding.intake import confirming
from goodstanding.intake.finding import find
from goodstanding.intake.forms import ReasonForm
from goodstanding.intake.views.desk import desk, sent
from goodstanding.intake.views.looking import about, page_of
from goodstanding.ui.texts import here, text


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def confirm(request: HttpRequest, standing: Standing, submission: UUID) -> HttpResponseBase:
    """Check your answers: what enters, what stays; then confirm."""
    found = find(standing, submission, "confirm")
    if request.method == "POST":
        confirming.confirm(found, by=standing)
        messages.success(request, here(text("intake.confirm.done")))
        return redirect("intake:submission", found.id)
    confirming.ready(found)
    return render(request, "intake/confirm.html", page_of(found, standing) | {"about": about(found, briefly=True)})


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def withdraw(request: HttpRequest, standing: Standing, submission: UUID) -> HttpResponseBase:
    """Take it back, with a reason."""
    found = find(standing, submission, "withdraw")
    form = ReasonForm(here(text("intake.withdraw.because")), sent(request))
    if request.method == "POST" and form.is_valid():
        confirming.withdraw(found, by=standing, because=form.cleaned_data["because"])
        messages.success(request, here(text("intake.withdraw.done")))
        return redirect("intake:submission", found.id)
    words = {name: text("intake.withdraw", name) for name in ("title", "lead", "send")}
    context = {"form": form, "back": reverse("intake:submission", args=[found.id]), "warning": True, **words}
    return render(request, "intake/reason.html", context, status=422 if form.is_bound else 200)
