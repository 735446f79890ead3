"""On a record's page: that its decision is under review or before a court, and how that ended. Said, checked, done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.standing import Standing
from goodstanding.intake.proceeding_forms import BeginForm, EndForm
from goodstanding.intake.views.desk import desk
from goodstanding.papers import reading
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.records import proceeding
from goodstanding.records.models import FALLS, Proceeding, Record
from goodstanding.records.proceeding import ACTION, PURPOSE, Outcome, Stated
from goodstanding.rules.refusals import Conflict, Missing, Refused
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import here, text

ORDERS = require_http_methods(["GET", "HEAD", "POST"])
Rows = dict[str, Text | str]
"""What was answered, by the field's name, as it is read back before it is done."""
FIELDS = {"SINCE_OUTSIDE": "since", "OVER_OUTSIDE": "over_on", "NUMBER_MISSING": "number", "BODY_MISSING": "body"}
"""Refusals that belong to a field and that the form alone does not find."""


@csrf_exempt  # Django would parse the scan before it could be sealed: checked in _begin
@ORDERS
@desk
def begin(request: HttpRequest, standing: Standing, public_id: UUID) -> HttpResponseBase:
    """Which case, before whom, since when."""
    record = _record(public_id, standing)
    if record.ended_on is not None:
        raise Conflict("RECORD_ENDED", text("records.refused.not_marked_ended"))
    if request.method != "POST":
        return _form(request, record, BeginForm(for_department=standing.role == "clerk"), "begin")
    with uploaded(request) as uploads:
        return _begin(request, standing, record, uploads)


@csrf_protect
def _begin(request: HttpRequest, standing: Standing, record: Record, uploads: Uploads) -> HttpResponseBase:
    form = BeginForm(request.POST, for_department=standing.role == "clerk")
    paper = _kept(request.POST.get("paper_kept", ""), standing)
    try:
        if upload := uploads.one("paper"):
            paper = take(upload, purpose=PURPOSE, by=standing)
        if form.is_valid():
            said = proceeding.stated(Stated(**form.cleaned_data), record, by=standing)
            if request.POST.get("step") == "send":
                made = proceeding.begin(record, said, by=standing, paper=paper)
                return _done(request, record, text("intake.proceeding.begun_done", number=made.number))
            if request.POST.get("step") != "change":
                return _check(request, record, form, _case(said, paper), "begin", paper)
    except Conflict:
        raise
    except Refused as refused:
        if refused.code not in FIELDS:  # the document cannot be taken
            return _form(request, record, form, "begin", paper, refused.why)
        form.add_error(FIELDS[refused.code], here(refused.why))
    return _form(request, record, form, "begin", paper)


@ORDERS
@desk
def end(request: HttpRequest, standing: Standing, number: UUID) -> HttpResponseBase:
    """How it ended; where the decision fell the next page takes it down."""
    found = _find(number, standing, ACTION)
    record = found.record
    if not proceeding.may_end(found, record):
        raise Conflict("PROCEEDING_OVER", text("records.refused.proceeding_over"))
    form = EndForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            said = proceeding.ended(Outcome(**form.cleaned_data), found)
            if request.POST.get("step") == "send":
                return _over(request, standing, proceeding.end(found, said, by=standing))
            if request.POST.get("step") != "change":
                rows: Rows = {
                    "outcome": text("records.outcome", said.outcome), "over_on": written(said.over_on), "document": said.document,
                    "words": said.words,
                }  # fmt: skip
                return _check(request, record, form, rows, "fell" if said.outcome in FALLS else "end", found=found)
    except Conflict:
        raise
    except Refused as refused:
        form.add_error(FIELDS.get(refused.code), here(refused.why))
    return _form(request, record, form, "end", found=found)


@require_safe
@desk
def paper(request: HttpRequest, standing: Standing, number: UUID) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """The document that came with it."""
    found = _find(number, standing, "see_record")
    if found.paper is None:
        raise Missing("NO_SUCH_PAPER", text("intake.proceeding.unknown"))
    return reading.response(found.paper)


def _case(said: Stated, paper: Paper | None) -> Rows:
    rows: Rows = {
        "kind": text("intake.proceeding.kinds", said.kind),
        "number": said.number,
        "body": said.body,
        "since": written(said.since),
    }
    asked: Rows = {"request": said.request} if said.request else {}
    return rows | asked | {"paper": paper.name if paper else text("intake.proceeding.no_paper")}


def _over(request: HttpRequest, standing: Standing, over: Proceeding) -> HttpResponseBase:
    record = Record.everything.get(pk=over.record_id)
    if not over.fell or record.ended_on is not None:
        return _done(request, record, text("intake.proceeding.ended_done", number=over.number))
    messages.warning(request, here(text("intake.proceeding.fell_done", number=over.number)))
    return redirect("withdrawals:end" if may(standing, "end_record", record) else "intake:record", record.pk)


def _form(
    request: HttpRequest, record: Record, form: forms.Form, what: str, kept: Paper | None = None, trouble: Text | None = None,
    found: Proceeding | None = None,
) -> HttpResponseBase:  # fmt: skip
    context = _context(record, form, what, found) | {
        "kept": kept, "paper_error": trouble or "", "errors": [{"id": "id_paper", "text": trouble}] if trouble else [],
    }  # fmt: skip
    return render(request, "intake/proceeding.html", context, status=422 if trouble or form.errors else 200)


def _check(
    request: HttpRequest, record: Record, form: forms.Form, rows: Rows, what: str, kept: Paper | None = None,
    found: Proceeding | None = None,
) -> HttpResponseBase:  # fmt: skip
    context = _context(record, form, what, found) | {
        "rows": [{"key": text("intake.proceeding", name), "value": value} for name, value in rows.items()],
        "given": [(name, request.POST.get(name, "")) for name in form.fields], "kept": kept,
    }  # fmt: skip
    return render(request, "intake/proceeding_check.html", context)


def _context(record: Record, form: forms.Form, what: str, found: Proceeding | None) -> dict[str, Any]:
    return {
        "record": record, "form": form, "found": found, "lead": text("intake.proceeding.lead", what),
        "title": text("intake.proceeding.begin") if found is None else text("intake.proceeding.end"),
        "back": reverse("intake:record", args=[record.pk]),
    }  # fmt: skip


def _done(request: HttpRequest, record: Record, said: Text) -> HttpResponseBase:
    messages.success(request, here(said))
    return redirect("intake:record", record.pk)


def _kept(number: str, standing: Standing) -> Paper | None:
    """The document handed in with the step before, if it is his and serves nothing yet."""
    mine = Paper.objects.filter(user_id=standing.user_id, purpose=PURPOSE, destroyed_at__isnull=True, proceeding__isnull=True)
    try:
        return mine.filter(pk=UUID(number)).defer("content").first()
    except ValueError:
        return None


def _record(public_id: UUID, standing: Standing) -> Record:
    found: Record | None = Record.everything.retained().select_related("organisation").filter(pk=public_id).first()
    require(standing, ACTION, found)
    if found is None:
        raise Missing("NO_RECORD", text("intake.undoing.no_record"))
    return found


def _find(number: UUID, standing: Standing, action: str) -> Proceeding:
    found = Proceeding.objects.select_related("record__organisation", "paper").defer("paper__content").filter(pk=number).first()
    require(standing, action, found.record if found else None)
    if found is None:
        raise Missing("NO_PROCEEDING", text("intake.proceeding.unknown"))
    return found
