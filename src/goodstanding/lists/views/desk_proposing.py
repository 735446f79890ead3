"""A proposal: which list and condition, which effective documents and what happened, then everything once more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.lists import choosing, drafts, proposing, saying
from goodstanding.lists.drafts import Proposal
from goodstanding.lists.forms_desk import DocumentForm, FactsForm
from goodstanding.lists.models import OPEN, Listing
from goodstanding.lists.views.asking import Errors
from goodstanding.lists.views.desk import own
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.rules.refusals import Conflict, Forbidden, Missing, Refused
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])
STEPS = ("organisation", "kind", "documents", "check")
MOST = 20
"""Documents named by hand; whoever needs more hands the records in."""


def steps(current: int) -> list[dict[str, Any]]:
    """Where one is on the way."""
    states = ["done"] * current + ["current"] + ["todo"] * (len(STEPS) - current - 1)
    return [{"text": text("lists.desk.propose.step", name), "state": state} for name, state in zip(STEPS, states, strict=True)]


@FORMS
@desk
def kind(request: HttpRequest, standing: Standing, organisation: int) -> HttpResponseBase:
    """A list the department is competent for, and which of its conditions is met."""
    department, body = _whom(standing, organisation)
    draft = drafts.proposal(request, body.pk)
    draft = Proposal() if draft.made else draft
    offered = choosing.offered(department, body)
    chosen = request.POST.get("choice", "") if request.method == "POST" else f"{draft.kind}:{draft.criterion}"
    errors: Errors = []
    if request.method == "POST":
        if chosen in {value for one in offered if not one.why_not for value, _ in one.criteria}:
            draft.kind, _, draft.criterion = chosen.partition(":")
            drafts.keep_proposal(request, body.pk, draft)
            return redirect("lists:propose_documents", body.pk)
        errors = [{"id": "choice", "text": text("lists.refused.criterion_unknown")}]
    context = _context(body, 1) | {"offered": offered, "chosen": chosen, "errors": errors, "department": saying.named(department)}
    return render(request, "lists/desk_propose_kind.html", context, status=422 if errors else 200)


@csrf_exempt  # Django would parse the file before it could be weighed: checked in _documents
@FORMS
@desk
def documents(request: HttpRequest, standing: Standing, organisation: int) -> HttpResponseBase:
    """What it rests on: records of the platform, or an effective document named in full; and what happened."""
    department, body = _whom(standing, organisation)
    draft = drafts.proposal(request, body.pk)
    if not draft.kind or draft.made:
        return redirect("lists:propose_kind", body.pk)
    if request.method != "POST":
        return _documents_page(request, department, body, draft, DocumentForm(), FactsForm(initial={"facts": draft.facts}))
    with uploaded(request) as uploads:
        answer: HttpResponseBase = _documents(request, standing, department, body, uploads)
        return answer


@csrf_protect
def _documents(
    request: HttpRequest, standing: Standing, department: Department, body: Organisation, uploads: Uploads
) -> HttpResponseBase:  # fmt: skip
    """What was typed stays, whatever is missing."""
    draft, posted, key = drafts.proposal(request, body.pk), request.POST, f"document-{body.pk}"
    draft.facts, draft.records = posted.get("facts", "")[: proposing.LONGEST], _chosen(body, posted.getlist("record"))
    if posted.get("drop", "").isdigit():
        draft.documents = [one for n, one in enumerate(draft.documents) if n != int(posted["drop"])]
    document, errors = _added(request, standing, draft, uploads, key)
    drafts.keep_proposal(request, body.pk, draft)
    facts = FactsForm({"facts": draft.facts}) if posted.get("do") == "next" else FactsForm(initial={"facts": draft.facts})
    if posted.get("do") == "next" and not document.errors and not errors:
        if _needs_document(draft) and not draft.records and not draft.documents:
            errors = [{"id": "records", "text": text("lists.refused.documents_missing")}]
        elif facts.is_valid():
            return redirect("lists:propose_check", body.pk)
    return _documents_page(request, department, body, draft, document, facts, errors)


def _added(
    request: HttpRequest, standing: Standing, draft: Proposal, uploads: Uploads, key: str
) -> tuple[forms.Form, Errors]:  # fmt: skip
    """The document that was typed joins the others, with its scan; nothing typed: nothing is asked."""
    form = DocumentForm(request.POST)
    try:
        scan = uploads.one("scan")
        if scan is not None:
            drafts.keep_paper(request, key, take(scan, purpose=proposing.PURPOSE, by=standing))
    except Refused as refused:
        return form, [{"id": "id_scan", "text": refused.why}]
    kept = drafts.paper(request, key)
    typed = any(request.POST.get(name, "").strip() for name in form.fields)
    if not typed and kept is None and request.POST.get("do") != "add":
        return DocumentForm(), []
    if not form.is_valid():
        return form, []
    if len(draft.documents) >= MOST:
        return form, [{"id": "id_organ", "text": text("lists.desk.refused.documents_many", most=MOST)}]
    said = form.cleaned_data
    scanned = {"paper": str(kept.pk), "name": kept.name} if kept else {"paper": "", "name": ""}
    draft.documents.append(
        {"organ": said["organ"], "number": said["number"], "decided_on": said["decided_on"].isoformat(), **scanned}
    )  # fmt: skip
    drafts.drop_paper(request, key)
    return DocumentForm(), []


def _documents_page(
    request: HttpRequest, department: Department, body: Organisation, draft: Proposal, document: forms.Form, facts: forms.Form,
    errors: Errors | None = None,
) -> HttpResponseBase:  # fmt: skip
    kept = drafts.paper(request, f"document-{body.pk}")
    bad = bool(errors) or bool(document.is_bound and document.errors) or bool(facts.is_bound and facts.errors)
    named = [{**one, "day": one["decided_on"]} for one in draft.documents]
    told = [{"id": field.id_for_label, "text": error} for form in (document, facts) for field in form for error in field.errors]
    context = _context(body, 2) | {
        "draft": draft, "records": choosing.records(department, body, set(draft.records)), "document": document, "facts": facts,
        "errors": [*(errors or []), *told], "named": named, "kept": kept, "list": saying.title_of(draft.kind),
        "needed": _needs_document(draft),
        "scan_error": next((one["text"] for one in errors or [] if one["id"] == "id_scan"), ""),
    }  # fmt: skip
    return render(request, "lists/desk_propose_documents.html", context, status=422 if bad else 200)


@FORMS
@desk
def check(request: HttpRequest, standing: Standing, organisation: int) -> HttpResponseBase:
    """Everything once more, and one button. The same click twice comes to the same case."""
    department, body = _whom(standing, organisation)
    draft = drafts.proposal(request, body.pk)
    if draft.made:
        return redirect("lists:case", draft.made)
    if not draft.kind or not draft.facts.strip():
        return redirect("lists:propose_documents" if draft.kind else "lists:propose_kind", body.pk)
    errors: Errors = []
    status = 200
    if request.method == "POST":
        try:
            made = proposing.propose(choosing.proposal(draft, body, standing), department, by=standing)
        except Forbidden:
            raise
        except Refused as refused:
            if isinstance(refused, Conflict) and (there := _mine(draft, body, standing)):
                return redirect("lists:case", there.pk)
            errors, status = [{"id": "", "text": refused.why}], refused.status
        else:
            drafts.keep_proposal(request, body.pk, Proposal(made=str(made.pk)))
            messages.success(request, here(text("lists.desk.propose.done", number=made.number)))
            return redirect("lists:case", made.pk)
    context = _context(body, 3) | {
        "draft": draft, "errors": errors, "rows": choosing.said(draft, body), "documents": choosing.named(draft, body, standing),
        "to_kind": reverse("lists:propose_kind", args=[body.pk]), "to_documents": reverse("lists:propose_documents", args=[body.pk]),
    }  # fmt: skip
    return render(request, "lists/desk_propose_check.html", context, status=status)


def _mine(draft: Proposal, body: Organisation, standing: Standing) -> Listing | None:
    """The case somebody's first click has made."""
    known = Listing.everything.filter(organisation=body, kind_id=draft.kind, criterion=draft.criterion, state__in=OPEN)
    found: Listing | None = known.filter(proposed_user=standing.user_id, facts=draft.facts.strip()).first()
    return found


def _whom(standing: Standing, organisation: int) -> tuple[Department, Organisation]:
    """Whose proposal, and about whom; while a merge stands, the entry it is shown as."""
    department = own(standing)
    require(standing, "propose_listing", department)
    body = Organisation.objects.filter(pk=organisation).first()
    if body is None or department is None:
        raise Missing("NO_SUCH_ORGANISATION", text("lists.desk.refused.no_such_organisation"))
    return department, families.root(body)


def _chosen(body: Organisation, written: list[str]) -> list[str]:
    """Only what can be chosen."""
    return [str(one.pk) for one in choosing.choosable(body) if str(one.pk) in set(written)]


def _needs_document(draft: Proposal) -> bool:
    known = choosing.kind(draft.kind)
    return known is None or known.colour != "red"


def _context(body: Organisation, step: int) -> dict[str, Any]:
    return {"organisation": body, "steps": steps(step), "label": text("lists.desk.propose.title")}
