"""Forms that move an issue: the department's answer, and what the centre does with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.organisations.issues import answering, assigning, closing, listing
from goodstanding.organisations.issues.forms import AnswerForm, DepartmentForm, KeepForm, WhyForm
from goodstanding.organisations.issues.views.looking import page_of
from goodstanding.organisations.models import CodeIssue
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import here, text

ORDERS = require_http_methods(["GET", "HEAD", "POST"])


@ORDERS
@desk
def answer(request: HttpRequest, standing: Standing, number: int) -> HttpResponseBase:
    """What the registering department says."""
    found = listing.find(standing, number, "answer_issue")
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        said = answering.Answer(form.cleaned_data["operation"], form.cleaned_data["new_code"], form.cleaned_data["words"])
        try:
            answering.answer(found, said, by=standing)
        except Refused as refused:
            if refused.code not in _FIELD:
                raise
            form.add_error(_FIELD[refused.code], here(refused.why))
        else:
            messages.success(request, here(text("organisations.issues.done.answer")))
            return redirect("issues:issue", found.pk)
    context = page_of(found, standing) | {"form": form}
    return render(request, "organisations/issues/answer.html", context, status=422 if form.is_bound else 200)


_FIELD = {
    "NEW_CODE_WRONG": "new_code", "NEW_CODE_SAME": "new_code", "NEW_CODE_TAKEN": "new_code", "NEW_CODE_NOT_WANTED": "new_code",
    "WORDS_MISSING": "words",
}  # fmt: skip
"""Refusals that belong to a field."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A question before a deed: the form that asks it, and the deed."""

    form: Callable[[CodeIssue, Any], forms.Form]
    do: Callable[[CodeIssue, dict[str, Any], Standing], None]
    warning: bool = False


def _why(name: str) -> Callable[[CodeIssue, Any], forms.Form]:
    return lambda _, data: WhyForm(text("organisations.issues", name, "because"), data)


DECISIONS = {
    "accept": Decision(lambda _, data: forms.Form(data), lambda issue, _, by: closing.accept(issue, by=by)),
    "keep": Decision(
        lambda issue, data: KeepForm(text("organisations.issues.keep.because"), data, exceptable=closing.exceptable(issue)),
        lambda issue, said, by: closing.keep(issue, because=said["because"], as_exception=said.get("as_exception", False), by=by),
    ),
    "return": Decision(_why("return_answer"), lambda issue, said, by: closing.give_back(issue, because=said["because"], by=by)),
    "dismiss": Decision(_why("dismiss"), lambda issue, said, by: closing.dismiss(issue, because=said["because"], by=by), warning=True),
    "assign": Decision(
        lambda issue, data: DepartmentForm(data, initial={"department": issue.department.code if issue.department else ""}),
        lambda issue, said, by: assigning.assign(issue, said["department"], by=by),
    ),
}
"""What the centre may do, by the last piece of the address."""


@ORDERS
@desk
def decide(request: HttpRequest, standing: Standing, number: int, decision: str) -> HttpResponseBase:
    """The centre's word."""
    found = listing.find(standing, number, "settle_issue")
    chosen = DECISIONS.get(decision)
    if chosen is None:
        raise Http404
    form = chosen.form(found, sent(request))
    if request.method == "POST" and form.is_valid():
        chosen.do(found, form.cleaned_data, standing)
        messages.success(request, here(text("organisations.issues.done", decision)))
        return redirect("issues:issue", found.pk)
    words = "return_answer" if decision == "return" else decision
    context = page_of(found, standing) | {
        "form": form,
        "title": text("organisations.issues", words, "title"),
        "lead": text("organisations.issues", words, "lead"),
        "send": text("organisations.issues", words, "send"),
        "warning": chosen.warning,
        "back": reverse("issues:issue", args=[found.pk]),
    }
    return render(request, "organisations/issues/decide.html", context, status=422 if form.is_bound and form.errors else 200)
