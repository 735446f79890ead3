"""陈述、申辩 by the organisation, or at the window by a clerk with a signed slip; looked at once more before it is sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.lists import answering, drafts, finding, saying
from goodstanding.lists.forms_ours import AnswerForm
from goodstanding.lists.models import Listing
from goodstanding.lists.views import showing
from goodstanding.lists.views.asking import Errors, tried
from goodstanding.lists.views.ours import can_answer
from goodstanding.organisations.finding import code_of
from goodstanding.organisations.models import Organisation
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.representing.acting import ours
from goodstanding.representing.models import Consent
from goodstanding.representing.window import take_consent
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])
STEPS = ("answer", "check", "sent")


@csrf_exempt  # Django would parse the slip before it could be weighed: checked in _sent
@FORMS
@ours
def answer(request: HttpRequest, standing: Standing, organisation: Organisation, pk: UUID) -> HttpResponseBase:
    """What the organisation says, and whether it asks for a hearing."""
    found = finding.find_ours(standing, organisation, pk)
    require(standing, "answer_listing", organisation)
    if not can_answer(found):
        return redirect("lists:ours", code_of(organisation), found.pk)
    if request.method != "POST":
        kept = drafts.answer(request, found.pk)
        form = AnswerForm(initial={"words": kept.words, "hearing": kept.hearing}, hearing=found.kind.hearing)
        return _page(request, standing, organisation, found, form)
    with uploaded(request) as uploads:
        sent: HttpResponseBase = _sent(request, standing, organisation, found, uploads)
        return sent


@csrf_protect
def _sent(
    request: HttpRequest, standing: Standing, organisation: Organisation, found: Listing, uploads: Uploads
) -> HttpResponseBase:  # fmt: skip
    """What was typed stays, whatever is missing."""
    form, kept = AnswerForm(request.POST, hearing=found.kind.hearing), drafts.answer(request, found.pk)
    kept.words, kept.hearing = request.POST.get("words", "")[: answering.LONGEST], "hearing" in request.POST
    errors: Errors = []
    if standing.role == "clerk":
        try:
            slip = uploads.one("consent")
            if slip is not None or not kept.consent:
                kept.consent = str(take_consent(organisation, slip, purpose="listing", by=standing).pk)
        except Refused as refused:
            errors = [{"id": "id_consent", "text": refused.why}]
    drafts.keep_answer(request, found.pk, kept)
    if form.is_valid() and not errors:
        return redirect("lists:ours_answer_check", code_of(organisation), found.pk)
    return _page(request, standing, organisation, found, form, errors)


def _page(
    request: HttpRequest, standing: Standing, organisation: Organisation, found: Listing, form: AnswerForm, errors: Errors | None = None
) -> HttpResponseBase:  # fmt: skip
    context = _context(organisation, found, 0) | {
        "form": form, "errors": errors or [], "window": standing.role == "clerk", "consent": _consent(request, found),
        "consent_error": next((one["text"] for one in errors or []), ""),
    }  # fmt: skip
    bad = bool(errors) or (form.is_bound and bool(form.errors))
    return render(request, "lists/ours_answer.html", context, status=422 if bad else 200)


@FORMS
@ours
def check(request: HttpRequest, standing: Standing, organisation: Organisation, pk: UUID) -> HttpResponseBase:
    """Everything once more, then sent. The same click twice comes to the same case."""
    found = finding.find_ours(standing, organisation, pk)
    require(standing, "answer_listing", organisation)
    kept, code = drafts.answer(request, found.pk), code_of(organisation)
    if not can_answer(found):
        return redirect("lists:ours", code, found.pk)
    if not kept.words.strip():
        return redirect("lists:ours_answer", code, found.pk)
    errors: Errors = []
    status = 200
    if request.method == "POST":
        consent = _consent(request, found)
        errors, status = tried(lambda: answering.answer(found, kept.words, hearing=kept.hearing, by=standing, consent=consent))
        if not errors:
            drafts.drop_answer(request, found.pk)
            messages.success(request, here(text("lists.ours.answer.done", number=found.number)))
            return redirect("lists:ours", code, found.pk)
    change = reverse("lists:ours_answer", args=[code, found.pk])
    context = _context(organisation, found, 1) | {"draft": kept, "change": change, "errors": errors, "offered": found.kind.hearing}
    return render(request, "lists/ours_answer_check.html", context, status=status)


def _consent(request: HttpRequest, found: Listing) -> Consent | None:
    """The visitor's signed slip of this draft."""
    kept = drafts.answer(request, found.pk).consent
    return Consent.objects.filter(pk=kept, purpose="listing").first() if kept else None


def _context(organisation: Organisation, found: Listing, step: int) -> dict[str, Any]:
    states = ["done"] * step + ["current"] + ["todo"] * (len(STEPS) - step - 1)
    return {
        "organisation": organisation, "code": code_of(organisation), "listing": found, "facts": showing.facts(found),
        "steps": [{"text": text("lists.ours.answer.step", name), "state": state} for name, state in zip(STEPS, states, strict=True)],
        "label": text("lists.ours.answer.title"), "until": saying.until(found),
    }  # fmt: skip
