"""移出名单 by the department: why, in its own words; looked at once more, for it cannot be taken back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.lists import ending, finding
from goodstanding.lists.forms_desk import EndForm
from goodstanding.lists.models import Listing
from goodstanding.lists.views.asking import ask, hidden, still_open, tried
from goodstanding.ui.texts import here, text


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def end(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """Asked, looked at once more, done."""
    found = finding.find(standing, pk, "handle_listing")
    if found.state == "ended":
        return redirect("lists:case", found.pk)
    still_open(found, "end")
    if request.method != "POST":
        return _asked(request, found, EndForm(found))
    form = EndForm(found, request.POST)
    if not form.is_valid() or request.POST.get("do") == "change":
        return _asked(request, found, form)
    said = form.cleaned_data
    if request.POST.get("do") != "confirm":
        typed = [
            {"key": text("lists.desk.form.because"), "value": text("lists.ended_because", said["because"])},
            {"key": text("lists.desk.form.end_words"), "value": said["words"]},
        ]
        lead = text("lists.desk.deed.end.check")
        return ask(request, found, "end", None, hidden=hidden(form), typed=typed, lead=lead, warning=True)
    errors, status = tried(lambda: ending.end(found, because=said["because"], words=said["words"], by=standing), "id_words")
    if errors:
        return _asked(request, found, form, errors=errors, status=status)
    messages.success(request, here(text("lists.desk.deed.end.done")))
    return redirect("lists:case", found.pk)


def _asked(request: HttpRequest, found: Listing, form: forms.Form, **more: Any) -> HttpResponseBase:
    return ask(request, found, "end", form, send=text("lists.desk.look_again"), **more)
