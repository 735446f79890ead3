"""How an office system shows the check form; and the form and its answer as they look inside a frame."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.checks import asking, finding, granting, history, shown, widget
from goodstanding.checks.forms import AskForm
from goodstanding.checks.views.tabs import tabs
from goodstanding.departments.allowing import DEPARTMENT, require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing, of
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text


@require_safe
@desk
def about(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The lines to copy, and what has to be arranged first."""
    require(standing, "check", history.own(standing))
    context = {
        "tabs": tabs(standing, "widget"), "allowed": settings.CHECK_FRAME_ANCESTORS, "centre": settings.CENTRE,
        "snippets": [
            ("link", text("checks.widget.as_link"), widget.link()),
            ("script", text("checks.widget.as_script"), widget.snippet(frame=False)),
            ("frame", text("checks.widget.as_frame"), widget.snippet(frame=True)),
        ],
    }  # fmt: skip
    return render(request, "checks/widget.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def frame(request: HttpRequest) -> HttpResponseBase:
    """The form without the frame of the desk. Whoever has not signed in is told to, in a window of our own: no password in a frame."""
    standing = of(request)
    if standing.role not in DEPARTMENT:
        return _told(request, "checks/frame_sign_in.html", {"next": reverse("checks:ask")}, 403 if request.method == "POST" else 200)
    require(standing, "check", history.own(standing))
    held = granting.held(standing.department_id)
    initial = {name: request.GET.get(name, "")[:200] for name in ("code", "matter", "purpose") if request.GET.get(name)}
    form = AskForm(held, sent(request), initial=initial)
    errors: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            (made,) = asking.ask([said["code"]], purpose=said["purpose"], matter=said["matter"], by=standing)
        except Refused as refused:
            errors = [{"id": "", "text": refused.why}]
        else:
            answer = redirect("checks:framed", made.pk)
            return widget.framed(answer)
    bad = bool(errors) or bool(form.is_bound and form.errors)
    return _told(request, "checks/frame.html", {"form": form, "errors": errors, "held": held}, 422 if bad else 200)


@require_safe
def framed(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The answer in short, with the way to the whole of it."""
    standing = of(request)
    if standing.role not in DEPARTMENT:
        return _told(request, "checks/frame_sign_in.html", {"next": reverse("checks:ask")}, 200)
    check = finding.find(standing, pk)
    context = {"check": check, "answer": shown.answer(check), "kind": text("checks.kind", check.kind), "tone": shown.TONES[check.kind]}
    return _told(request, "checks/framed.html", context, 200)


def _told(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    answer = render(request, template, context, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return widget.framed(answer)
