"""Stopping a law or a measure: what was decided elsewhere, the check of everything it stops, done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.laws import bases, depending, draft, halting, printing, targets
from goodstanding.laws.draft import PURPOSE, Draft
from goodstanding.laws.forms import StopForm
from goodstanding.laws.models import Halt
from goodstanding.laws.targets import Target
from goodstanding.ledger.writing import write
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Forbidden, Missing, Refused
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])
FIELDS = {
    "KIND_UNKNOWN": "kind", "ARTICLES_UNREADABLE": "articles", "DOCUMENT_MISSING": "document", "WORDS_MISSING": "words",
    "SINCE_IN_FUTURE": "since", "SINCE_TOO_EARLY": "since", "HALTED_ALREADY": "kind",
}  # fmt: skip
"""Refusals that belong to a field."""


@csrf_exempt  # Django would parse the file before it could be sealed: checked in _details
@FORMS
@desk
def details(request: HttpRequest, standing: Standing, target: str, code: str) -> HttpResponseBase:
    """Repealed or suspended, by which document, from which day, why."""
    require(standing, "halt_basis")
    it, kept = targets.find(target, code), draft.read(request, target, code)
    if request.method != "POST":
        known = {name: getattr(kept, name) for name in StopForm.base_fields}
        return _page(request, standing, it, kept, StopForm(target, initial=known))
    with uploaded(request) as uploads:
        return _details(request, standing, it, kept, uploads)


@csrf_protect
def _details(request: HttpRequest, standing: Standing, it: Target, kept: Draft, uploads: Uploads) -> HttpResponseBase:
    """What was typed and handed in stays, whatever is missing."""
    form, trouble = StopForm(it.target, request.POST), None
    for name in form.fields:
        setattr(kept, name, request.POST.get(name, "")[:1000])
    try:
        if upload := uploads.one("paper"):
            kept.paper = str(take(upload, purpose=PURPOSE, by=standing).pk)
        draft.keep(request, kept)
        if form.is_valid():
            halting.checked(kept.said())
            return redirect("laws:check", it.target, it.code)
    except (Missing, Forbidden):
        raise
    except Refused as refused:
        draft.keep(request, kept)
        trouble = _beside(form, refused)
    return _page(request, standing, it, kept, form, trouble)


def _beside(form: StopForm, refused: Refused) -> Any:
    """The refusal beside the field it is about; what is about none of them is about the file."""
    if FIELDS.get(refused.code) in form.fields:
        form.add_error(FIELDS[refused.code], here(refused.why))
        return None
    return refused.why


def _page(request: HttpRequest, standing: Standing, it: Target, kept: Draft, form: StopForm, trouble: Any = None) -> HttpResponseBase:
    context = _context(it, 0) | {
        "form": form, "errors": [{"id": "id_paper", "text": trouble}] if trouble else [], "paper_error": trouble or "",
        "paper": draft.paper(kept, standing.user_id),
    }  # fmt: skip
    return render(request, "laws/stop.html", context, status=422 if trouble or form.errors else 200)


@FORMS
@desk
def check(request: HttpRequest, standing: Standing, target: str, code: str) -> HttpResponseBase:
    """Everything it stops, before it is done; then done, once."""
    require(standing, "halt_basis")
    it, kept = targets.find(target, code), draft.read(request, target, code)
    if request.method == "POST" and (done := _done_already(request)):
        return redirect("laws:desk_halt", done.pk)
    paper = draft.paper(kept, standing.user_id)
    try:
        said = halting.checked(kept.said())
    except (Refused, ValueError):
        return redirect("laws:stop", it.target, it.code)
    if request.method == "POST":
        made = halting.halt(said, by=standing, paper=paper)
        draft.drop(request, kept)
        messages.success(request, here(text("laws.stop.done", number=made.number, n=made.affected)))
        return redirect("laws:desk_halt", made.pk)
    context = _context(it, 1) | {
        "said": said, "kind": text("laws.kind", said.kind), "kind_hint": text("laws.kind_hint", said.kind), "paper": paper,
        "seen": halting.preview(it.target, it.code, said.articles), "may_regime": may(standing, "end_by_regime"),
        "table": f"{reverse('laws:preview', args=[it.target, it.code])}?articles={said.articles}",
    }  # fmt: skip
    return render(request, "laws/check.html", context)


@require_safe
@desk
def preview(request: HttpRequest, standing: Standing, target: str, code: str) -> HttpResponseBase:
    """Everything that depends on it now, as a table; that it was taken away is in the ledger."""
    require(standing, "halt_basis")
    it, articles = targets.find(target, code), bases.written(request.GET.get("articles", "")[:200])
    if articles is None:
        raise Refused("ARTICLES_UNREADABLE", text("laws.refused.articles_unreadable"))
    write(Event.ACCESS_EXPORTED, (f"laws.{it.target}", it.code), by=standing, because="laws.preview", data={"articles": articles})
    return printing.as_csv(printing.of_preview(depending.dependants(it.target, it.code, articles)), f"preview-{it.code}")


def _done_already(request: HttpRequest) -> Halt | None:
    """The second click comes when the draft has gone: what the first one did is what it wanted."""
    try:
        return Halt.objects.filter(pk=UUID(request.POST.get("key", ""))).first()
    except ValueError:
        return None


def _context(it: Target, step: int) -> dict[str, Any]:
    return {
        "it": it, "label": text("laws.stop.title"),
        "steps": [
            {"text": text("laws.steps", name), "state": "done" if n < step else "current" if n == step else "todo"}
            for n, name in enumerate(("details", "check", "done"))
        ],
    }  # fmt: skip
