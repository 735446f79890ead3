"""Opening a case, telling, deciding, ending: each a form of its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.measures import beginning, conditions, deciding, ending, finding, notifying, saying
from goodstanding.measures.catalogue import title_of
from goodstanding.measures.forms import BeginForm, DecideForm, NotifyForm, WhyForm
from goodstanding.measures.models import Adoption, Application
from goodstanding.measures.views import checking
from goodstanding.organisations.finding import by_code
from goodstanding.organisations.models import Organisation
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.rules.refusals import Refused
from goodstanding.ui.days import written
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
@desk
def begin(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """Whom, on what, why: checked once more before the case is opened."""
    adoption = finding.find_adoption(standing, pk, "propose_application")
    typed = request.GET.get("organisation", "").strip()
    body = by_code(typed) if typed else None
    context: dict[str, Any] = {
        "title": text("measures.begin.title", measure=title_of(adoption.kind_id)), "back": reverse("measures:adoption", args=[adoption.pk]),
        "lead": text("measures.check.lead"), "send": text("measures.begin.next"), "confirm": text("measures.begin.send"),
    }  # fmt: skip
    if body is None:
        errors = [{"id": "organisation", "text": text("measures.refused.no_such_organisation")}] if typed else []
        return render(request, "measures/whom.html", context | {"typed": typed, "errors": errors}, status=422 if errors else 200)
    entries = [(str(one.pk), here(saying.entry(one))) for one in conditions.entries(adoption.kind, body.pk).order_by("-decided_on")]
    records = [(str(one.pk), here(saying.document(one))) for one in conditions.documents(adoption.kind, body.pk)]
    context["facts"] = [{"key": text("measures.begin.organisation"), "value": f"{body.name} {body.uscc or ''}".strip()}]
    if not entries and not records:
        errors = [{"id": "organisation", "text": text("measures.begin.nothing")}]
        return render(request, "measures/whom.html", context | {"typed": typed, "errors": errors}, status=422)
    return _begin(request, standing, adoption, body, BeginForm(entries, records, sent(request)), context)


def _begin(
    request: HttpRequest, standing: Standing, adoption: Adoption, body: Organisation, form: BeginForm, context: dict[str, Any]
) -> HttpResponseBase:
    at, refused = checking.step(request), None
    if at != "form" and form.is_valid():
        said = form.cleaned_data
        chosen = UUID(said["listing"]) if said.get("listing") else None
        named = tuple(UUID(one) for one in said.get("records", ()))
        if bool(chosen) == bool(named):
            refused = Refused("RESTS_ON_ONE", text("measures.refused.rests_on_one"))
        elif at == "check":
            return checking.check(request, form, context)
        else:
            proposal = beginning.Proposal(
                organisation=body, grounds=said["grounds"], related=said["related"], listing=chosen, records=named
            )  # fmt: skip
            try:
                made = beginning.propose(adoption, proposal, by=standing)
            except Refused as why:
                refused = why
            else:
                messages.success(request, here(text("measures.begin.done", number=made.number)))
                return redirect("measures:case", made.pk)
    return checking.page(request, form, context, refused=refused)


@csrf_exempt  # Django would parse the scan before it could be sealed: checked in _notify
@FORMS
@desk
def deed(request: HttpRequest, standing: Standing, pk: UUID, deed: str) -> HttpResponseBase:
    """The next step of a case."""
    if deed not in {"notify", "decide", "drop", "end"}:
        raise Http404
    found = finding.find(standing, pk, "decide_application" if deed == "decide" else "propose_application")
    if deed == "notify":
        if request.method != "POST":
            return checking.page(request, NotifyForm(), _context(found, deed) | {"upload": "paper"})
        with uploaded(request) as uploads:
            return _notify(request, standing, found, uploads)
    return _decide(request, standing, found) if deed == "decide" else _over(request, standing, found, deed)


@csrf_protect
def _notify(request: HttpRequest, standing: Standing, application: Application, uploads: Uploads) -> HttpResponseBase:
    form, refused = NotifyForm(request.POST), None
    if form.is_valid():
        try:
            scan = uploads.one("paper")
            paper = take(scan, purpose=notifying.PURPOSE, by=standing) if scan else None
            notifying.notify(application, paper=paper, by=standing, **form.cleaned_data)
        except Refused as why:
            refused = why
        else:
            return _done(request, application, "notify")
    return checking.page(request, form, _context(application, "notify") | {"upload": "paper"}, refused=refused)


@csrf_protect
def _over(request: HttpRequest, standing: Standing, application: Application, deed: str) -> HttpResponseBase:
    form = WhyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        do = ending.end if deed == "end" else ending.drop
        do(application, form.cleaned_data["because"], by=standing)
        return _done(request, application, deed)
    return checking.page(request, form, _context(application, deed) | {"warning": True})


@csrf_protect
def _decide(request: HttpRequest, standing: Standing, application: Application) -> HttpResponseBase:
    burdens, at, refused = application.side == "restriction", checking.step(request), None
    last = deciding.latest(application, timezone.localdate())
    form = DecideForm(
        written(last), sent(request), burdens=burdens, answered=bool(application.answered_at), most=application.kind.weight,
        initial={"ends_on": last, "starts_on": timezone.localdate()},
    )  # fmt: skip
    context = _context(application, "") | {
        "title": text("measures.decide.title"), "lead": text("measures.decide.lead"), "send": text("measures.begin.next"),
        "confirm": text("measures.decide.send"),
    }  # fmt: skip
    if at != "form" and form.is_valid():
        if at == "check" and form.cleaned_data.get("minor") != "yes":
            return checking.check(request, form, context)
        said = {**form.cleaned_data, "minor": {"yes": True, "no": False}.get(form.cleaned_data.get("minor", ""))}
        try:
            deciding.decide(application, deciding.Decision(**said), by=standing)
        except Refused as why:
            refused = why
        else:
            messages.success(request, here(text("measures.decide.done")))
            return redirect("measures:case", application.pk)
    return checking.page(request, form, context, refused=refused)


def _context(application: Application, deed: str) -> dict[str, Any]:
    words: dict[str, Any] = {name: text("measures.deed", deed, name) for name in ("title", "lead", "send")} if deed else {}
    back = reverse("measures:case", args=[application.pk])
    return words | {"facts": saying.of_case(application), "back": back, "number": application.number}


def _done(request: HttpRequest, application: Application, deed: str) -> HttpResponseBase:
    messages.success(request, here(text("measures.deed", deed, "done")))
    return redirect("measures:case", application.pk)
