"""A receipt as a calm page: what was answered, word for word; its proof; what was done. And all of them, narrowed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.checks import feeding_back, finding, granting, history, proving, purposes, replay, shown
from goodstanding.checks.forms import FeedbackForm
from goodstanding.checks.models import KINDS, Check
from goodstanding.checks.views.tabs import tabs
from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from goodstanding.ui import tables
from goodstanding.ui.texts import here, text

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def receipt(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """The answer as it was given; a POST says what was done."""
    check = finding.find(standing, pk)
    answer = shown.answer(check)
    form, errors = FeedbackForm(answer.named, sent(request)), []
    if request.method == "POST":
        require(standing, "feed_back", check)
        errors = _feed_back(request, standing, check, form)
        if not errors and form.is_valid():
            return redirect(f"{reverse('checks:receipt', args=[check.pk])}#feedback")
    context = {
        "check": check, "answer": answer, "form": form, "errors": errors, "facts": shown.facts(check),
        "said": [shown.feedback(one, answer) for one in check.feedback.select_related("department").order_by("pk")],
        "may_feed_back": bool(answer.raw) and may(standing, "feed_back", check), "hash": shown.grouped(check.sha256),
        "may_ask": may(standing, "check", check), "kind": text("checks.kind", check.kind), "tone": shown.TONES[check.kind],
    }  # fmt: skip
    return render(request, "checks/receipt.html", context, status=422 if errors or (form.is_bound and form.errors) else 200)


def _feed_back(request: HttpRequest, standing: Standing, check: Check, form: FeedbackForm) -> list[dict[str, Any]]:
    if not form.is_valid():
        return []
    said = form.cleaned_data
    what, _, which = said["about"].partition(":")
    try:
        feeding_back.feed_back(
            check, said["outcome"], reasons=said["reasons"], effect=said["effect"], by=standing,
            measure=which if what == "measure" else "", listing=UUID(which) if what == "entry" else None,
        )  # fmt: skip
    except Forbidden:
        raise
    except Refused as refused:
        return [{"id": "id_reasons", "text": refused.why}]
    messages.success(request, here(text("checks.desk.feedback.done")))
    return []


@require_safe
@desk
def given(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:  # noqa: ARG001 - a view
    """The exact bytes."""
    check = finding.find(standing, pk)
    answer = HttpResponse(replay.content(check), content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{check.number}.json"'
    return answer


@require_safe
@desk
def proof(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """That this receipt stands under a public seal; as a page, and as JSON to check it elsewhere."""
    check = finding.find(standing, pk)
    try:
        found = proving.proof(check)
    except Conflict:
        return render(request, "checks/proof.html", {"check": check, "proof": None})
    if request.GET.get("format") == "json":
        answer = JsonResponse(_as_json(found), json_dumps_params={"indent": 2})
        answer.headers["Content-Disposition"] = f'attachment; filename="{check.number}-proof.json"'
        return answer
    path = [shown.grouped(one) for one in found.path]
    context = {"check": check, "proof": found, "path": path, "root": shown.grouped(found.root), "sha256": shown.grouped(found.sha256)}
    return render(request, "checks/proof.html", context)


def _as_json(found: proving.Proof) -> dict[str, Any]:
    return {
        "sha256": found.sha256.hex(), "index": found.index, "size": found.size, "path": [one.hex() for one in found.path],
        "root": found.root.hex(), "seal": str(found.seal.pk), "sealed_at": found.seal.at.isoformat(),
    }  # fmt: skip


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What the department has asked; for the centre, what all have."""
    if not standing.is_centre:
        require(standing, "see_check", history.own(standing))
    else:
        require(standing, "see_check")
    wanted = history.Wanted.of(request.GET)
    page = Paginator(history.listed(standing, wanted), PAGE).get_page(request.GET.get("page"))
    context = tables.pages(page, request) | {
        "table": shown.table(page.object_list, whose=standing.is_centre), "wanted": wanted, "tabs": tabs(standing, "history"),
        "purposes": [(one.code, one.title) for one in purposes.askable()],
        "kinds": [(one, text("checks.kind", one)) for one in KINDS], "held": granting.held(standing.department_id),
    }  # fmt: skip
    return render(request, "checks/history.html", context)
