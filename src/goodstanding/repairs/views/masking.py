"""The desk's pages about maskings by a court's order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import DEPARTMENT, may, require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.organisations.finding import by_code
from goodstanding.organisations.models import Organisation
from goodstanding.papers import reading
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.records.models import Record
from goodstanding.repairs import masking
from goodstanding.repairs.finding import NOBODY, find_masking
from goodstanding.repairs.forms import MaskForm, MaskingOverForm
from goodstanding.repairs.masking import Ruling
from goodstanding.repairs.models import Masking
from goodstanding.rules.refusals import Conflict, Missing, Refused
from goodstanding.rules.texts import Text
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import here, text

PAGE = 50
FORMS = require_http_methods(["GET", "HEAD", "POST"])
TONES = {"masked": "wait", "lifted": "plain", "completed": "good"}


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The newest first; a department its own."""
    require(standing, "see_repair", _own(standing))
    found = Masking.objects.select_related("organisation", "department")
    if not standing.is_centre:
        found = found.filter(department_id=standing.department_id or NOBODY)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        (
            tables.key(one.number, reverse("repairs:masking", args=[one.pk])), Cell(one.organisation.name, chinese=True), Cell(one.court),
            Cell(one.document), tables.day(one.since), Cell(text("repairs.masking.state", one.state), tone=TONES[one.state]),
        )
        for one in page.object_list
    ]  # fmt: skip
    columns = [text("repairs.masking", name) for name in ("number", "organisation", "court", "document", "since", "state_title")]
    context = tables.pages(page, request) | {
        "table": Table(text("repairs.masking.caption"), columns, rows, titled=False), "may_mask": may(standing, "mask", _own(standing)),
    }  # fmt: skip
    return render(request, "repairs/maskings.html", context)


@csrf_exempt  # Django would parse the scan before it could be sealed: checked in _begin
@FORMS
@desk
def begin(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Whose records, which of them, and the court's ruling."""
    require(standing, "mask", _own(standing))
    written = request.GET.get("organisation", "").strip()
    body = by_code(written) if written else None
    if body is None:
        errors = [{"id": "organisation", "text": text("repairs.refused.no_such_organisation")}] if written else []
        return render(request, "repairs/mask_whom.html", {"written": written, "errors": errors}, status=422 if errors else 200)
    choices = [(str(one.pk), f"{one.decision_no} {one.organ_name}") for one in masking.candidates(body, standing).order_by("-decided_on")]
    if request.method != "POST":
        return _page(request, body, MaskForm(choices))
    with uploaded(request) as uploads:
        return _begin(request, standing, body, choices, uploads)


@csrf_protect
def _begin(
    request: HttpRequest, standing: Standing, body: Organisation, choices: list[tuple[str, str]], uploads: Uploads
) -> HttpResponseBase:  # fmt: skip
    form, trouble = MaskForm(choices, request.POST), None
    try:
        upload = uploads.one("paper")
        trouble = None if upload else text("repairs.refused.paper_missing")
        if form.is_valid() and upload:
            said = form.cleaned_data
            paper = take(upload, purpose=masking.PURPOSE, by=standing)
            ruling = Ruling(court=said["court"], document=said["document"], paper=paper)
            made = masking.begin(body, map(UUID, said["records"]), ruling, by=standing)
            messages.success(request, here(text("repairs.masking.begun", number=made.number)))
            return redirect("repairs:masking", made.pk)
    except Conflict:
        raise
    except Refused as refused:
        trouble = refused.why
    return _page(request, body, form, trouble)


def _page(request: HttpRequest, body: Organisation, form: MaskForm, trouble: Any = None) -> HttpResponseBase:
    errors = [{"id": "id_paper", "text": trouble}] if trouble else []
    context = {"organisation": body, "form": form, "errors": errors, "paper_error": trouble, "any": bool(form.fields["records"].choices)}  # type: ignore[attr-defined]
    return render(request, "repairs/mask.html", context, status=422 if errors or form.errors else 200)


@require_safe
@desk
def one(request: HttpRequest, standing: Standing, number: UUID) -> HttpResponseBase:
    """One masking: the ruling, the records, how it ended."""
    found = find_masking(standing, number, "see_repair")
    columns = [text("repairs.masking", name) for name in ("record_document", "record_organ", "record_state")]
    rows = [
        (Cell(one.decision_no, reverse("intake:record", args=[one.pk])), Cell(one.organ_name, chinese=True), Cell(_shown(one)))
        for one in masking.masked(found)
    ]
    context = {
        "masking": found, "table": Table(text("repairs.masking.record_caption"), columns, rows),
        "state": text("repairs.masking.state", found.state), "tone": TONES[found.state],
        "may_end": found.state == "masked" and may(standing, "mask", found),
    }  # fmt: skip
    return render(request, "repairs/masking.html", context)


def _shown(record: Record) -> Text:
    return text("repairs.masking", "ended" if record.ended_on else "showing" if record.is_shown() else "hidden")


@require_safe
@desk
def paper(request: HttpRequest, standing: Standing, number: UUID) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """The ruling."""
    return reading.response(find_masking(standing, number, "see_repair").paper)


@FORMS
@desk
def end(request: HttpRequest, standing: Standing, number: UUID, how: str) -> HttpResponseBase:
    """Lifted because the plan failed, or completed because it was carried out."""
    if how not in {"lift", "complete"}:
        raise Http404
    found = find_masking(standing, number, "mask")
    form = MaskingOverForm(text("repairs.masking", how, "because"), text("repairs.masking", how, "hint"), sent(request))
    if request.method == "POST" and form.is_valid():
        done = masking.lift if how == "lift" else masking.complete
        n = done(found, because=form.cleaned_data["because"], document=form.cleaned_data["document"], by=standing)
        messages.success(request, here(text("repairs.masking", how, "done", n=n)))
        return redirect("repairs:masking", found.pk)
    context = {
        "form": form, "title": text("repairs.masking", how, "title"), "lead": text("repairs.masking", how, "lead"),
        "send": text("repairs.masking", how, "send"), "warning": how == "complete", "back": reverse("repairs:masking", args=[found.pk]),
        "facts": [{"key": text("repairs.masking.number"), "value": found.number}],
    }  # fmt: skip
    return render(request, "repairs/decide.html", context, status=422 if form.is_bound and form.errors else 200)


def _own(standing: Standing) -> Department | None:
    if standing.role in DEPARTMENT and standing.department_id is None:
        raise Missing("NO_DEPARTMENT", text("repairs.refused.no_such_organisation"))
    return Department.objects.filter(pk=standing.department_id).first() if standing.department_id else None
