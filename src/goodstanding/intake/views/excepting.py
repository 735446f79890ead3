"""Codes that are lawful although their check digit fails."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goodstanding.departments.allowing import may, require
from goodstanding.departments.standing import Standing
from goodstanding.intake.forms import ExceptionForm, ReasonForm
from goodstanding.intake.views.desk import desk, sent
from goodstanding.organisations import excepting
from goodstanding.organisations.models import CodeException
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.ui.texts import here, text

ORDERS = require_http_methods(["GET", "HEAD", "POST"])


@ORDERS
@desk
def exceptions(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Those in force, and a form for one more."""
    require(standing, "see_queue")
    form = ExceptionForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            added = excepting.admit(form.cleaned_data["code"], evidence=form.cleaned_data["evidence"], by=standing)
        except Refused as refused:
            if refused.status == 403:
                raise
            form.add_error("code", here(refused.why))
        else:
            messages.success(request, here(text("intake.exceptions.added", code=added.code)))
            return redirect("intake:exceptions")
    live = CodeException.objects.filter(ended_at__isnull=True).order_by("-recorded_at")
    context = {"form": form, "exceptions": live, "may_change": may(standing, "except_code")}
    return render(request, "intake/exceptions.html", context, status=422 if form.is_bound else 200)


@ORDERS
@desk
def end_exception(request: HttpRequest, standing: Standing, exception: int) -> HttpResponseBase:
    """From now on the code is judged by its digits again."""
    require(standing, "except_code")
    found = CodeException.objects.filter(pk=exception).first()
    if found is None:
        raise Missing("NO_EXCEPTION", text("intake.refused.no_exception"))
    form = ReasonForm(here(text("intake.exceptions.end_because")), sent(request))
    if request.method == "POST" and form.is_valid():
        excepting.end(found, because=form.cleaned_data["because"], by=standing)
        messages.success(request, here(text("intake.exceptions.ended")))
        return redirect("intake:exceptions")
    words = {"title": text("intake.exceptions.end_title", code=found.code), "lead": text("intake.exceptions.end_lead")}
    context = {"form": form, "back": reverse("intake:exceptions"), "warning": True, "send": text("intake.exceptions.end"), **words}
    return render(request, "intake/reason.html", context, status=422 if form.is_bound else 200)
