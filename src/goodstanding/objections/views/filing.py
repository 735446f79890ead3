"""Filing in three steps: which records (and fields) or entries; why, with papers; check and send. Without script too; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from goodstanding.departments.allowing import require
from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing, of
from goodstanding.lists.models import Listing
from goodstanding.lists.views import showing
from goodstanding.objections import comparing, drafting, entries, filing, saying, telling
from goodstanding.objections.forms import MissingForm, ReasonsForm
from goodstanding.objections.models import Draft, Objection
from goodstanding.objections.views.desk import is_uuid
from goodstanding.organisations.finding import by_code, code_of
from goodstanding.organisations.models import Organisation
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.records.models import Record
from goodstanding.representing import finding
from goodstanding.representing.acting import ours
from goodstanding.representing.window import take_consent
from goodstanding.rules import persons
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import here, text
from goodstanding.ui.values import spoken

FORMS = require_http_methods(["GET", "HEAD", "POST"])
STEPS = ("records", "reasons", "check")
OFFERED = 200
"""Records to choose another from; any record has the way here on its own page."""


@FORMS
def new(request: HttpRequest, code: str) -> HttpResponseBase:
    """From a record's page with ``?record=``, from an entry's with ``?listing=``, for a missing decision with ``?missing=1``.

    Without a power, one is asked for first.
    """
    body = by_code(code)
    if body is not None and _never_acted(request, body):
        messages.info(request, here(text("objections.file.power_first")))
        return redirect(f"{reverse('representing:ask')}?{urlencode({'code': code})}")
    return cast(Callable[..., HttpResponseBase], begun)(request, code=code)


def _never_acted(request: HttpRequest, body: Organisation) -> bool:
    """Signed in, no official, and never had a power for it; whose power is over is told so instead (representing.acting)."""
    user = request.user
    if not isinstance(user, User) or of(request).role:
        return False
    return not finding.for_body(body).filter(user=user, state__in=("granted", "ended")).exists()


@ours
def begun(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:
    """The first step before anything is kept."""
    require(standing, "object", organisation)
    posted = request.method == "POST"
    asked = request.POST if posted else request.GET
    draft = Draft(organisation=organisation, user_id=standing.user_id or 0)
    draft.records = {str(one.pk): {} for one in _chosen(organisation, asked.getlist("record"))}
    draft.listings = [one.pk for one in _entries(organisation, asked.getlist("listing"))]
    if posted:
        return _records_sent(request, standing, draft, missing=bool(request.POST.get("missing")))
    return _records_page(request, standing, draft, missing=bool(request.GET.get("missing")))


@FORMS
@ours
def records(request: HttpRequest, standing: Standing, organisation: Organisation, draft: UUID) -> HttpResponseBase:
    """The first step again."""
    found = drafting.find(draft, organisation, standing)
    if request.method == "POST":
        return _records_sent(request, standing, found, missing=bool(found.missing))
    return _records_page(request, standing, found, missing=bool(found.missing))


@csrf_exempt  # Django would parse the files before they could be counted: checked in _reasons
@FORMS
@ours
def reasons(request: HttpRequest, standing: Standing, organisation: Organisation, draft: UUID) -> HttpResponseBase:
    """Why, in the organisation's own words, and what proves it."""
    found = drafting.find(draft, organisation, standing)
    if standing.role == "clerk":
        drafting.take_up_consent(found, by=standing)
    if request.method != "POST":
        # 深圳 art. 48: whoever objects to an entry objects, as a rule, to how it was listed.
        ground = found.ground or ("list_conditions" if found.listings and not found.records else "")
        form = ReasonsForm(initial={"ground": ground, "words": found.words}, missing=bool(found.missing))
        return _reasons_page(request, standing, found, form)
    with uploaded(request) as uploads:
        return _reasons(request, standing, found, uploads)


@FORMS
@ours
def check(request: HttpRequest, standing: Standing, organisation: Organisation, draft: UUID) -> HttpResponseBase:
    """Everything once more, and one button. Sent twice it is one case."""
    sent = Objection.objects.filter(token=draft, organisation=organisation, user_id=standing.user_id).first()
    if sent is not None:
        return redirect(telling.ours(sent))
    found = drafting.find(draft, organisation, standing)
    if request.method == "POST":
        made = drafting.send(found, by=standing)
        messages.success(request, here(text("objections.done.file", number=made.number)))
        return redirect(telling.ours(made))
    return render(request, "objections/file_check.html", _checked(found))


def _records_sent(request: HttpRequest, standing: Standing, draft: Draft, *, missing: bool) -> HttpResponseBase:
    posted, do = request.POST, request.POST.get("do", "next")
    if missing:
        form = MissingForm(posted)
        if not form.is_valid():
            return _records_page(request, standing, draft, missing=True, form=form)
        department = form.cleaned_data["department"]
        described = persons.mask(form.cleaned_data["described"].strip())[0]
        draft.missing = {"described": described, "department": department.code if department else ""}
    else:
        draft.records = drafting.fields_in(draft.records, posted)
        _added(draft, posted, do)
        if do == "next" and not draft.records and not draft.listings:
            trouble = text("objections.refused.nothing_disputed")
            return _records_page(request, standing, draft, missing=False, errors=[{"id": "id_add", "text": trouble}])
    draft.save()
    code = code_of(draft.organisation)
    return redirect("objections:draft_reasons" if do == "next" else "objections:draft_records", code, draft.pk)


def _added(draft: Draft, posted: QueryDict, do: str) -> None:
    """Another record joins the case, or one leaves it."""
    if do == "add":
        for one in _chosen(draft.organisation, [posted.get("add", "")]):
            draft.records.setdefault(str(one.pk), {})
    if do.startswith("remove-"):
        draft.records.pop(do.removeprefix("remove-"), None)
        draft.listings = [one for one in draft.listings if str(one) != do.removeprefix("remove-")]


def _records_page(
    request: HttpRequest, standing: Standing, draft: Draft, *, missing: bool, form: MissingForm | None = None,
    errors: list[dict[str, Any]] | None = None,
) -> HttpResponseBase:  # fmt: skip
    chosen = [] if missing else _chosen(draft.organisation, list(draft.records))
    others = [] if missing else filing.disputable(draft.organisation).exclude(pk__in=[one.pk for one in chosen])[:OFFERED]
    context = {
        "organisation": draft.organisation, "code": code_of(draft.organisation), "steps": steps(0), "label": text("objections.file.title"),
        "blocks": [_block(one, draft.records[str(one.pk)]) for one in chosen], "missing": missing, "errors": errors or [],
        "others": others, "entries": [] if missing else _entry_blocks(draft), "window": standing.role == "clerk",
    }  # fmt: skip
    if missing:
        first = draft.missing or {}
        context["form"] = form or MissingForm(initial={"described": first.get("described"), "department": first.get("department")})
    bad = bool(errors) or (form is not None and bool(form.errors))
    return render(request, "objections/file_records.html", context, status=422 if bad else 200)


def _chosen(organisation: Organisation, written: list[str]) -> list[Record]:
    """The records named, as far as they are the body's; in the order they were named."""
    numbers = list(dict.fromkeys(one for one in written if is_uuid(one)))
    found = {str(one.pk): one for one in filing.disputable(organisation).filter(pk__in=numbers)}
    return [found[one] for one in numbers if one in found]


def _entries(organisation: Organisation, written: list[str]) -> list[Listing]:
    """The entries of lists named, as far as they are the body's and in force."""
    return list(entries.disputable(organisation).filter(pk__in=[one for one in written if is_uuid(one)]))


def _entry_blocks(draft: Draft) -> list[dict[str, Any]]:
    """An entry as both steps show it: its list, number, department, and what it says."""
    return [
        {"listing": one, "title": saying.entry_title(one), "department": saying.named(one.department), "facts": showing.facts(one)}
        for one in Listing.everything.filter(pk__in=draft.listings).select_related("department", "kind", "organisation").order_by("pk")
    ]


def _block(record: Record, said: dict[str, str]) -> dict[str, Any]:
    """A record with its fields: what is published, whether it is wrong, what should stand there."""
    catalogue = load(settings.CITY_CATALOGUE)
    kind, now = catalogue.kinds[record.kind], comparing.published(record)
    lines = [
        {
            "code": code, "title": kind.fields[code].title, "value": spoken(kind.fields[code], now.get(code, ""), catalogue),
            "ticked": code in said, "wanted": said.get(code, ""), "name": f"{record.pk}-{code}",
            "official": kind.fields[code].privacy == "official",
            "long": len(now.get(code, "")) > 40, "empty": not now.get(code),
        }
        for code in filing.fields_of(record)
    ]  # fmt: skip
    return {"record": record, "lines": [one for one in lines if not one["empty"]], "empties": [one for one in lines if one["empty"]]}


@csrf_protect
def _reasons(request: HttpRequest, standing: Standing, draft: Draft, uploads: Uploads) -> HttpResponseBase:
    form = ReasonsForm(request.POST, missing=bool(draft.missing))
    draft.ground, draft.words = request.POST.get("ground", ""), persons.mask(request.POST.get("words", "").strip()[:500])[0]
    draft.save()
    trouble = uploads.refused.why if uploads.refused else None
    consent_trouble = None
    try:
        for file in uploads.all("papers"):
            drafting.add_paper(draft, file, by=standing)
    except Refused as refused:
        trouble = refused.why
    if standing.role == "clerk":
        consent_trouble = _consent(draft, uploads, standing)
    if dropped := request.POST.get("drop"):
        drafting.drop_paper(draft, dropped, by=standing)
    code = code_of(draft.organisation)
    if dropped or request.POST.get("do") == "upload":
        if not trouble:
            return redirect("objections:draft_reasons", code, draft.pk)
    elif form.is_valid() and not trouble and not consent_trouble:
        return redirect("objections:draft_check", code, draft.pk)
    return _reasons_page(request, standing, draft, form, trouble, consent_trouble)


def _consent(draft: Draft, uploads: Uploads, standing: Standing) -> Any:
    """At the window: the visitor's slip."""
    try:
        if draft.consent is None or uploads.one("consent"):
            draft.consent = take_consent(draft.organisation, uploads.one("consent"), purpose="objection", by=standing).pk
            draft.save(update_fields=["consent", "touched_at"])
    except Refused as refused:
        return refused.why
    return None


def _reasons_page(
    request: HttpRequest, standing: Standing, draft: Draft, form: ReasonsForm, trouble: Any = None, consent_trouble: Any = None
) -> HttpResponseBase:
    code = code_of(draft.organisation)
    errors = [{"id": "id_papers", "text": trouble}] * bool(trouble) + [{"id": "id_consent", "text": consent_trouble}] * bool(
        consent_trouble
    )
    context = {
        "form": form, "organisation": draft.organisation, "code": code, "draft": draft, "steps": steps(1),
        "label": text("objections.file.title"), "papers": drafting.papers_of(draft), "file_error": trouble,
        "consent_error": consent_trouble,
        "window": standing.role == "clerk", "consent": drafting.consent_of(draft),
        "errors": errors,
    }  # fmt: skip
    return render(request, "objections/file_reasons.html", context, status=422 if form.is_bound else 200)


def _checked(draft: Draft) -> dict[str, Any]:
    """The answers, each with its way back."""
    code = code_of(draft.organisation)
    known = {str(one.pk): one for one in Record.everything.filter(pk__in=list(draft.records))}
    parts = [
        {"record": known[record],
         "fields": [{"title": saying.field_title(known[record], one), "wanted": wanted} for one, wanted in fields.items()]}
        for record, fields in draft.records.items()
        if record in known
    ]  # fmt: skip
    return {
        "draft": draft, "organisation": draft.organisation, "code": code, "parts": parts, "entries": _entry_blocks(draft),
        "papers": drafting.papers_of(draft),
        "ground": text("objections.ground", draft.ground) if draft.ground else "", "steps": steps(2),
        "label": text("objections.file.title"),
        "to_records": reverse("objections:draft_records", args=[code, draft.pk]),
        "to_reasons": reverse("objections:draft_reasons", args=[code, draft.pk]),
    }  # fmt: skip


def steps(at: int) -> list[dict[str, Any]]:
    """Where somebody is on the way."""
    return [
        {"text": text("objections.file.step", name), "state": "done" if n < at else "current" if n == at else "todo"}
        for n, name in enumerate(STEPS)
    ]
