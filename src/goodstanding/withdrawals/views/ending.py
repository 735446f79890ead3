"""Ending one record or many: what happened, the check of what the public will read, done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from goodstanding.clocks.deadlines import due
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.records import reaching
from goodstanding.records.models import Record
from goodstanding.rules.laws import cite
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import here, text
from goodstanding.withdrawals import draft, finding, withdrawing
from goodstanding.withdrawals.bases import basis
from goodstanding.withdrawals.draft import PURPOSE, Draft
from goodstanding.withdrawals.forms import DetailsForm
from goodstanding.withdrawals.loaded import catalogue
from goodstanding.withdrawals.views.reached import reached

FORMS = require_http_methods(["GET", "HEAD", "POST"])
MANY = "many"
LISTED = 200
"""Records a page names; how many there are it always says."""
FIELDS = {
    "KIND_UNKNOWN": "because", "DOCUMENT_MISSING": "document", "EFFECTIVE_IN_FUTURE": "effective_on", "EFFECTIVE_TOO_EARLY": "effective_on",
    "WORDS_MISSING": "words", "SUCCESSOR_MISSING": "successor_no",
}  # fmt: skip
"""Refusals that belong to a field."""


@csrf_exempt  # Django would parse the file before it could be sealed: checked in _details
@FORMS
@desk
def one(request: HttpRequest, standing: Standing, public_id: UUID) -> HttpResponseBase:
    """From a record's page."""
    record = finding.find_record(public_id)
    withdrawing.belonging([record], by=standing)
    kept = draft.read(request, str(public_id))
    kept.records = [str(public_id)]
    return _step(request, standing, str(public_id), kept)


@csrf_exempt
@FORMS
@desk
def many(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What a list of numbers has come to."""
    kept = draft.read(request, MANY)
    if not kept.records:
        return redirect("withdrawals:numbers")
    withdrawing.belonging(_records(kept), by=standing)
    return _step(request, standing, MANY, kept)


def _step(request: HttpRequest, standing: Standing, key: str, kept: Draft) -> HttpResponseBase:
    if request.method != "POST":
        form = DetailsForm(initial={name: getattr(kept, name) for name in DetailsForm.base_fields})
        return _page(request, standing, key, kept, form)
    with uploaded(request) as uploads:
        return _details(request, standing, key, kept, uploads)


@csrf_protect
def _details(request: HttpRequest, standing: Standing, key: str, kept: Draft, uploads: Uploads) -> HttpResponseBase:
    """What was typed and handed in stays, whatever is missing."""
    form, trouble = DetailsForm(request.POST), None
    if key == MANY:
        wanted = set(request.POST.getlist("record"))
        kept.records = [one for one in kept.records if one in wanted] if wanted else kept.records
    for name in DetailsForm.base_fields:
        setattr(kept, name, request.POST.get(name, "")[:1000])
    try:
        if upload := uploads.one("paper"):
            kept.paper = str(take(upload, purpose=PURPOSE, by=standing).pk)
        draft.keep(request, key, kept)
        if form.is_valid():
            withdrawing.checked(kept.said(), _records(kept), by=standing, paper=bool(kept.paper))
            return redirect(_check_url(key))
    except Refused as refused:
        draft.keep(request, key, kept)
        if refused.code in FIELDS:
            form.add_error(FIELDS[refused.code], here(refused.why))
        else:
            trouble = refused.why
    return _page(request, standing, key, kept, form, trouble)


def _page(request: HttpRequest, standing: Standing, key: str, kept: Draft, form: DetailsForm, trouble: Any = None) -> HttpResponseBase:
    context = _context(key, kept, _records(kept), 0) | {
        "form": form, "errors": [{"id": "id_paper", "text": trouble}] if trouble else [], "paper_error": trouble or "",
        "paper": draft.paper(kept, standing.user_id), "paper_needed": standing.role == "clerk",
    }  # fmt: skip
    return render(request, "withdrawals/details.html", context, status=422 if trouble or form.errors else 200)


@FORMS
@desk
def check_one(request: HttpRequest, standing: Standing, public_id: UUID) -> HttpResponseBase:
    """Before it is done."""
    return _check(request, standing, str(public_id))


@FORMS
@desk
def check_many(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Before they are done."""
    return _check(request, standing, MANY)


def _check(request: HttpRequest, standing: Standing, key: str) -> HttpResponseBase:
    kept = draft.read(request, key)
    if not kept.effective_on or not kept.records:
        return redirect(_details_url(key))
    records = _records(kept)
    withdrawing.belonging(records, by=standing)
    paper = draft.paper(kept, standing.user_id)
    try:
        said = withdrawing.checked(kept.said(), records, by=standing, paper=paper is not None)
    except (Refused, ValueError):  # what is kept of an unfinished form may be anything
        return redirect(_details_url(key))
    if request.method == "POST":
        made = withdrawing.withdraw(kept.ids, said, by=standing, paper=paper)
        draft.drop(request, key)
        messages.success(request, here(text("withdrawals.done", n=made.records, number=made.number)))
        return redirect("withdrawals:withdrawal", made.pk)
    day = due(withdrawing.TERM, said.effective_on)
    context = _context(key, kept, records, 1) | {
        "said": said, "paper": paper, "ground": text("records.ended", said.because), "change": _details_url(key),
        "bases": sorted({cite(basis(one.kind, said.because), catalogue()) for one in records}), "due": day,
        "late": day is not None and day < timezone.localdate(), "reached": reached(reaching.counted(withdrawing.reach(records))),
    }  # fmt: skip
    return render(request, "withdrawals/check.html", context)


def _context(key: str, kept: Draft, records: list[Record], step: int) -> dict[str, Any]:
    return {
        "key": key, "many": key == MANY, "records": records[:LISTED], "total": len(records), "kept": kept,
        "back": reverse("withdrawals:numbers") if key == MANY else reverse("intake:record", args=[key]),
        "label": text("withdrawals.details.title"),
        "steps": [
            {"text": text("withdrawals.steps", name), "state": "done" if n < step else "current" if n == step else "todo"}
            for n, name in enumerate(("details", "check", "done"))
        ],
    }  # fmt: skip


def _records(kept: Draft) -> list[Record]:
    found = Record.everything.filter(pk__in=kept.ids, taken_back=False).select_related("organisation", "department")
    return list(found.order_by("decision_no", "pk"))


def _details_url(key: str) -> str:
    return reverse("withdrawals:many") if key == MANY else reverse("withdrawals:end", args=[key])


def _check_url(key: str) -> str:
    return reverse("withdrawals:check_many") if key == MANY else reverse("withdrawals:check", args=[key])
