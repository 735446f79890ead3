"""The organisation's side: eligibility before any form, the form, the check, and sending."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.organisations.finding import code_of
from goodstanding.organisations.models import Organisation
from goodstanding.papers.limits import MOST
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.records.models import Record
from goodstanding.repairs import draft, filing, looking, reminding
from goodstanding.repairs.filing import PURPOSE, Application
from goodstanding.repairs.finding import find_record
from goodstanding.repairs.forms import ApplyForm
from goodstanding.repairs.views.showing import facts_of, steps
from goodstanding.representing.acting import ours
from goodstanding.representing.window import take_consent
from goodstanding.rules.laws import cite
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.rules.repairing import Eligibility
from goodstanding.ui.days import written
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt  # Django would parse the files before they could be counted: checked in _new
@FORMS
@ours
def new(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:
    """May it be repaired, from which day, and why; then, where it may, the form."""
    record = _record(request, organisation)
    if there := looking.open_case(record):
        return redirect("repairs:our_case", code_of(organisation), there.pk)
    answer = looking.look(record)
    if not answer.may:
        return _not_yet(request, standing, organisation, record, answer)
    require(standing, "apply_for_repair", organisation)
    if request.method != "POST":
        kept = draft.read(request, record.pk)
        initial = {"statement": kept.statement, "proof_held": kept.proof_held, "committed": bool(kept.commitment)}
        return _page(request, standing, organisation, record, ApplyForm(initial=initial))
    with uploaded(request) as uploads:
        return _new(request, standing, organisation, record, uploads)


@csrf_protect
def _new(request: HttpRequest, standing: Standing, organisation: Organisation, record: Record, uploads: Uploads) -> HttpResponseBase:
    """What was typed and handed in stays, whatever is missing."""
    form, kept = ApplyForm(request.POST), draft.read(request, record.pk)
    errors: list[dict[str, Any]] = []
    kept.statement, kept.proof_held = request.POST.get("statement", ""), "proof_held" in request.POST
    removed = set(request.POST.getlist("remove"))
    kept.papers = [one for one in kept.papers if one not in removed]
    try:
        came = uploads.all("proof")
        if len(kept.papers) + len(came) > MOST:
            errors.append({"id": "id_proof", "text": text("papers.refused.too_many", most=MOST)})
            came = []
        for file in came:  # those taken in before one is refused are not asked for again
            kept.papers.append(str(take(file, purpose=PURPOSE, by=standing).pk))
    except Refused as refused:
        errors.append({"id": "id_proof", "text": refused.why})
    try:
        slip = uploads.one("consent") if standing.role == "clerk" else None
        if slip is not None:
            kept.consent = str(take_consent(organisation, slip, purpose="repair", by=standing).pk)
    except Refused as refused:
        errors.append({"id": "id_consent", "text": refused.why})
    if not errors and not kept.papers and not kept.proof_held:
        errors.append({"id": "id_proof", "text": text("repairs.refused.proof_missing")})
    if standing.role == "clerk" and not kept.consent and not any(one["id"] == "id_consent" for one in errors):
        errors.append({"id": "id_consent", "text": text("representing.refused.consent_missing")})
    kept.commitment = looking.regime_of(record.regime).commitment.version if "committed" in request.POST else ""
    draft.keep(request, record.pk, kept)
    if form.is_valid() and not errors:
        return redirect(f"{reverse('repairs:check', args=[code_of(organisation)])}?{urlencode({'record': record.pk})}")
    return _page(request, standing, organisation, record, form, errors)


def _page(
    request: HttpRequest, standing: Standing, organisation: Organisation, record: Record, form: ApplyForm, errors: Any = ()
) -> HttpResponseBase:  # fmt: skip
    regime = looking.regime_of(record.regime)
    kept = draft.read(request, record.pk)
    context = _context(organisation, record, looking.look(record), 0) | {
        "form": form, "errors": list(errors), "commitment": regime.commitment, "asked": regime.papers,
        "papers": draft.papers(kept, standing.user_id), "window": standing.role == "clerk", "consent": draft.consent(kept),
        "proof_error": next((one["text"] for one in errors if one["id"] == "id_proof"), ""),
        "consent_error": next((one["text"] for one in errors if one["id"] == "id_consent"), ""),
    }  # fmt: skip
    return render(request, "repairs/apply.html", context, status=422 if errors or form.errors else 200)


def _not_yet(
    request: HttpRequest, standing: Standing, organisation: Organisation, record: Record, answer: Eligibility
) -> HttpResponseBase:  # fmt: skip
    """From which day, or why never and until when it shows anyway."""
    bar = looking.bar_of(record.organisation_id)
    remind = answer.earliest is not None and answer.code in {"early", "barred"} and standing.role == "representative"
    context = _context(organisation, record, answer, 0) | {"bar": bar if answer.code == "barred" else None, "remind": remind}
    return render(request, "repairs/not_yet.html", context)


@FORMS
@ours
def check(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:
    """Check the answers, then send. The same click twice comes to the same case."""
    record = _record(request, organisation)
    if there := looking.open_case(record):
        return redirect("repairs:our_case", code_of(organisation), there.pk)
    kept = draft.read(request, record.pk)
    begin = f"{reverse('repairs:new', args=[code_of(organisation)])}?{urlencode({'record': record.pk})}"
    if not kept.statement:
        return redirect(begin)
    papers = draft.papers(kept, standing.user_id)
    if request.method == "POST":
        said = Application(
            statement=kept.statement, commitment=kept.commitment, papers=tuple(papers), proof_held=kept.proof_held,
            consent=draft.consent(kept),
        )  # fmt: skip
        try:
            repair = filing.file(record, organisation, said, by=standing)
        except Conflict:
            if there := looking.open_case(record):
                return redirect("repairs:our_case", code_of(organisation), there.pk)
            raise
        draft.drop(request, record.pk)
        messages.success(request, here(text("repairs.done.filed", number=repair.number)))
        return redirect("repairs:our_case", code_of(organisation), repair.pk)
    context = _context(organisation, record, looking.look(record), 1) | {"draft": kept, "papers": papers, "change": begin}
    return render(request, "repairs/check.html", context)


@require_POST
@ours
def remind(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:
    """A notice on the earliest day."""
    record = _record(request, organisation)
    made = reminding.remind(record, organisation, by=standing)
    messages.success(request, here(text("repairs.done.reminder", day=written(made.on))))
    return redirect(f"{reverse('repairs:new', args=[code_of(organisation)])}?{urlencode({'record': record.pk})}")


def _record(request: HttpRequest, organisation: Organisation) -> Record:
    record = find_record(request.GET.get("record", ""))
    filing.belonging(record, organisation)
    return record


def _context(organisation: Organisation, record: Record, answer: Eligibility, step: int) -> dict[str, Any]:
    code = code_of(organisation)
    served = record.kind == "penalty" and not record.held
    return {
        "organisation": organisation, "code": code, "record": record, "answer": answer, "facts": facts_of(record),
        "steps": steps(step), "label": text("repairs.apply.title"),
        "basis": cite(looking.regime_of(record.regime).basis, looking.catalogue()),
        "notice": reverse("repairs:our_notice", args=[code, record.pk]) if served else "",
    }  # fmt: skip
