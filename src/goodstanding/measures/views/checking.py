"""Check your answers: a form is sent, shown again as it will stand, and only then done. Works without script, nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.html import conditional_escape

from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import here, text


def step(request: HttpRequest) -> str:
    """Where somebody is: asking for the form, sending it, changing it, or having checked it."""
    if request.method != "POST":
        return "form"
    return "done" if "checked" in request.POST else "form" if "change" in request.POST else "check"


def page(request: HttpRequest, form: forms.Form, context: dict[str, Any], *, refused: Refused | None = None) -> HttpResponseBase:
    """The form with what was typed, and why it was not taken."""
    errors = [{"id": f"id_{next(iter(form.fields))}", "text": refused.why}] if refused else []
    bad = form.is_bound and bool(form.errors) and "change" not in request.POST
    status = refused.status if refused else 422 if bad else 200
    return render(request, "measures/form.html", context | {"form": form, "errors": errors}, status=status)


def check(request: HttpRequest, form: forms.Form, context: dict[str, Any]) -> HttpResponseBase:
    """Everything as it will stand in the document, to be sent or changed."""
    rows = [{"key": field.label, "value": _said(field)} for field in form if not field.is_hidden]
    hidden = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    return render(request, "measures/check.html", context | {"rows": rows, "hidden": hidden})


def _said(field: forms.BoundField) -> str:
    """What was chosen in words, what was typed as it is."""
    value = field.value()
    choices = getattr(field.field, "choices", None)
    if choices:
        words = {str(code): conditional_escape(said) for code, said in choices}
        chosen = value if isinstance(value, list) else [value]
        return "\n".join(str(words[one]) for one in chosen if one in words) or here(text("measures.check.none"))
    return str(value or "")
