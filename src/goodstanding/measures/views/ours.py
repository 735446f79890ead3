"""The organisation's own page of a case: what is intended or decided, until when it may answer, and its answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may
from goodstanding.departments.standing import Standing
from goodstanding.measures import answering, finding, letters, saying
from goodstanding.measures.catalogue import laws, title_of
from goodstanding.measures.forms import AnswerForm
from goodstanding.measures.models import Application
from goodstanding.organisations.finding import code_of
from goodstanding.organisations.models import Organisation
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.representing.acting import ours
from goodstanding.representing.window import take_consent
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.ui.texts import here, text


@require_safe
@ours
def case(request: HttpRequest, standing: Standing, organisation: Organisation, pk: UUID) -> HttpResponseBase:
    """How it stands, and what can be done about it."""
    found = finding.find_ours(standing, organisation, pk)
    terms = laws().terms
    context = saying.case_page(found) | {
        "code": code_of(organisation), "title": title_of(found.kind_id),
        "may_answer": found.state == "notified" and _in_time(found) and may(standing, "answer_application", organisation),
        "remedies": text("measures.ours.remedies", days=terms["review"].count, months=terms["court_action"].count),
    }  # fmt: skip
    return render(request, "measures/ours.html", context)


@csrf_exempt  # Django would parse the slip before it could be sealed: checked in _answer
@require_http_methods(["GET", "HEAD", "POST"])
@ours
def answer(request: HttpRequest, standing: Standing, organisation: Organisation, pk: UUID) -> HttpResponseBase:
    """陈述、申辩: in its own words; at the window on a signed slip."""
    found = finding.find_ours(standing, organisation, pk, "answer_application")
    if request.method != "POST":
        return _page(request, standing, organisation, found, AnswerForm())
    with uploaded(request) as uploads:
        return _answer(request, standing, organisation, found, uploads)


@csrf_protect
def _answer(request: HttpRequest, standing: Standing, organisation: Organisation, found: Application, uploads: Uploads) -> HttpResponseBase:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, standing, organisation, found, form)
    try:
        slip = uploads.one("consent") if standing.role == "clerk" else None
        consent = take_consent(found.organisation, slip, purpose=answering.PURPOSE, by=standing) if slip else None
        answering.answer(found, form.cleaned_data["words"], by=standing, consent=consent)
    except Refused as refused:
        return _page(request, standing, organisation, found, form, refused)
    messages.success(request, here(text("measures.ours.sent")))
    return redirect("measures:ours", code_of(organisation), found.pk)


@require_safe
@ours
def letter(request: HttpRequest, standing: Standing, organisation: Organisation, pk: UUID, name: str) -> HttpResponseBase:
    """The notice or the decision, to print."""
    found = finding.find_ours(standing, organisation, pk)
    if name not in letters.there(found):
        raise Missing("NO_LETTER", text("measures.refused.no_letter"))
    back = reverse("measures:ours", args=[code_of(organisation), found.pk])
    context = {"letter": letters.made(found, name), "back": back, "frame": "representing/page.html"}
    return render(request, "notices/letter.html", context)


def _page(
    request: HttpRequest,
    standing: Standing,
    organisation: Organisation,
    found: Application,
    form: AnswerForm,
    refused: Refused | None = None,
) -> HttpResponseBase:
    slip = refused is not None and refused.code == "CONSENT_MISSING"
    errors: list[dict[str, Any]] = [{"id": "id_consent" if slip else "id_words", "text": refused.why}] if refused else []
    context = {
        "form": form, "errors": errors, "case": found, "facts": saying.of_case(found), "code": code_of(organisation),
        "window": standing.role == "clerk", "consent_error": refused.why if slip and refused else "",
        "back": reverse("measures:ours", args=[code_of(organisation), found.pk]),
    }  # fmt: skip
    return render(request, "measures/answer.html", context, status=422 if errors or form.errors else 200)


def _in_time(application: Application) -> bool:
    return application.answer_until is None or application.answer_until >= timezone.localdate()
