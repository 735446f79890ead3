"""Asking in three steps: which organisation; for how long, with the letter; check and send."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing
from goodstanding.organisations import finding
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Upload, Uploads, uploaded
from goodstanding.representing import asking, draft
from goodstanding.representing.acting import account
from goodstanding.representing.draft import Draft
from goodstanding.representing.forms import WishForm
from goodstanding.representing.letters import PURPOSE
from goodstanding.representing.models import Power
from goodstanding.representing.views import coding
from goodstanding.rules.loading import load
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Conflict, Missing, Refused
from goodstanding.ui.templatetags.texts import day
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])
STEPS = ("organisation", "details", "check")


@require_safe
@account
def organisation(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """By its code; the register's name is shown before anybody goes on."""
    asking.allow(_user(request), by=standing)
    form, found, elsewhere = coding.asked(request)
    if elsewhere is not None:
        return elsewhere
    days = load(settings.CITY_CATALOGUE).terms[PROCEDURES["power"]["", "ask"].term].count
    context = {"form": form, "steps": steps(0), "label": text("representing.ask.title"), "found": found, "days": days}
    if found is not None:
        context |= {"code": finding.code_of(found)}
    return render(request, "representing/ask_code.html", context, status=422 if form.errors else 200)


@csrf_exempt  # Django would parse the files before they could be counted: checked in _details
@FORMS
@account
def details(request: HttpRequest, standing: Standing, code: str) -> HttpResponseBase:
    """For how long, what for, and the letter."""
    asking.allow(_user(request), by=standing)
    body = _body(code)
    if request.method != "POST":
        return _details_page(request, body, WishForm(initial=_initial(request, code)))
    with uploaded(request) as uploads:
        return _details(request, standing, body, uploads)


@csrf_protect
def _details(request: HttpRequest, standing: Standing, body: Organisation, uploads: Uploads) -> HttpResponseBase:
    form, trouble = WishForm(request.POST), None
    before = draft.read(request)
    old = draft.letter(before, _user(request).pk)
    try:
        upload = uploads.one("letter")
        if form.is_valid():
            wish = asking.checked(asking.Wish(form.cleaned_data["starts_on"], form.cleaned_data["ends_on"], form.cleaned_data["words"]))
            paper = _letter(upload, old, standing)
            code = finding.code_of(body)
            draft.keep(request, Draft(code, wish.starts_on.isoformat(), wish.ends_on.isoformat(), wish.words, str(paper.pk)))
            return redirect("representing:check")
    except Refused as refused:
        if refused.code in FIELDS and form.is_bound:
            form.add_error(FIELDS[refused.code], here(refused.why))
        else:
            trouble = refused.why
    return _details_page(request, body, form, trouble)


def _letter(upload: Upload | None, old: Paper | None, by: Standing) -> Paper:
    """The new one in place of the old one, else the old one."""
    if upload is not None:
        paper = take(upload, purpose=PURPOSE, by=by)
        draft.replace(old, by=by)
        return paper
    if old is None:
        raise Refused("LETTER_MISSING", text("representing.refused.letter_missing"))
    return old


FIELDS = {"STARTS_IN_THE_PAST": "starts_on", "ENDS_BEFORE_IT_STARTS": "ends_on", "POWER_TOO_LONG": "ends_on"}
"""Refusals that belong to a field; the others are the letter's."""


@FORMS
@account
def check(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Everything once more, and one button. Sent twice it is one request."""
    user = _user(request)
    asking.allow(user, by=standing)
    if request.method == "POST" and (sent := _sent(user, request.POST.get("letter", ""))):
        return redirect("representing:power", sent.pk)
    kept = draft.read(request)
    paper = draft.letter(kept, user.pk)
    if kept is None or paper is None:
        return redirect("representing:ask")
    body = _body(kept.code)
    if request.method != "POST":
        return render(request, "representing/ask_check.html", _answers(kept, body, paper))
    try:
        power = asking.ask(user, body, asking.Wish(*kept.days, kept.words), paper, by=standing)
    except Conflict:
        earlier = _sent(user, str(paper.pk))
        if earlier is None:
            raise
        power = earlier
    except Refused as refused:
        if refused.code not in FIELDS:
            raise
        # What was begun yesterday may begin in the past today: he changes the day, everything else is there.
        messages.error(request, here(refused.why))
        return redirect("representing:details", kept.code)
    draft.drop(request)
    messages.success(request, here(text("representing.ask.sent")))
    return redirect("representing:power", power.pk)


@require_safe
@account
def letter(request: HttpRequest, standing: Standing, code: str) -> HttpResponseBase:  # noqa: ARG001 - as every page of an account
    """A letter of authority to print, seal and sign."""
    body = _body(code)
    context = {
        "organisation": body, "code": finding.code_of(body), "person": str(request.user),
        "back": reverse("representing:details", args=[code]),
    }  # fmt: skip
    return render(request, "representing/authority.html", context)


def steps(at: int) -> list[dict[str, Any]]:
    """Where somebody is on the way."""
    return [
        {"text": text("representing.ask.step", name), "state": "done" if n < at else "current" if n == at else "todo"}
        for n, name in enumerate(STEPS)
    ]


def _sent(user: User, letter: str) -> Power | None:
    """The request that was sent with this letter."""
    try:
        return Power.objects.filter(user=user, letter=UUID(letter)).first()
    except ValueError:
        return None


def _details_page(request: HttpRequest, body: Organisation, form: WishForm, trouble: Any = None) -> HttpResponseBase:
    code = finding.code_of(body)
    kept = draft.read(request)
    paper = draft.letter(kept, _user(request).pk) if kept and kept.code == code else None
    context = {
        "form": form, "organisation": body, "code": code, "steps": steps(1), "label": text("representing.ask.title"), "kept": paper,
        "file_error": trouble, "errors": [{"id": "id_letter", "text": trouble}] if trouble else [],
        "latest": asking.latest(timezone.localdate()),
    }  # fmt: skip
    return render(request, "representing/ask_details.html", context, status=422 if form.is_bound else 200)


def _answers(kept: Draft, body: Organisation, paper: Paper) -> dict[str, Any]:
    starts_on, ends_on = kept.days
    back, change = reverse("representing:details", args=[kept.code]), text("representing.ask.change")
    rows = [
        ("organisation", body.name, reverse("representing:ask")), ("code", kept.code, ""),
        ("starts_on", day(starts_on), back), ("ends_on", day(ends_on), back),
        ("words", kept.words or text("representing.page.nothing"), back), ("letter", paper.name, back), ("sha256", paper.sha256, ""),
    ]  # fmt: skip
    return {
        "rows": [{"key": text("representing.page", name), "value": value, "url": url} for name, value, url in rows],
        "change": change, "steps": steps(2), "label": text("representing.ask.title"), "letter": paper.pk, "back": back,
    }  # fmt: skip


def _initial(request: HttpRequest, code: str) -> dict[str, Any]:
    kept = draft.read(request)
    if kept is None or kept.code != code:
        return {}
    starts_on, ends_on = kept.days
    return {"starts_on": starts_on, "ends_on": ends_on, "words": kept.words}


def _body(code: str) -> Organisation:
    found = finding.by_code(code)
    if found is None:
        raise Missing("NO_SUCH_CODE", text("representing.refused.no_such_code"))
    return found


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - @account; narrows the type
    return request.user
