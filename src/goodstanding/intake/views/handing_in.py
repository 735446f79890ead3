"""Hand in a file, or the word that there is nothing."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from goodstanding.departments.allowing import STEWARDS, refuse
from goodstanding.departments.standing import Standing
from goodstanding.intake import receiving, spool, uploading
from goodstanding.intake.declaring import declare_nothing, month_of
from goodstanding.intake.forms import HandInForm, NothingForm
from goodstanding.intake.models import Submission
from goodstanding.intake.receiving import About, Handed
from goodstanding.intake.views.desk import desk, sent
from goodstanding.intake.views.looking import NOT_YET, steps
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import here, text


@csrf_exempt  # Django would parse the body, and write the file in the clear, before this view could seal it: checked in _hand_in
@require_http_methods(["GET", "HEAD", "POST"])
@desk
def hand_in(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The form, and the upload."""
    _only_stewards(standing)
    if request.method != "POST":
        return _form(
            request,
            standing,
            HandInForm(standing, initial={"follows": request.GET.get("follows", ""), "kind": request.GET.get("kind", "")}),
        )
    with uploading.uploaded(request) as upload:
        return _hand_in(request, standing, upload)


@csrf_protect
def _hand_in(request: HttpRequest, standing: Standing, upload: uploading.Upload | None) -> HttpResponseBase:
    form = HandInForm(standing, request.POST)
    trouble = None if upload else text("intake.refused.no_file")
    if form.is_valid() and upload is not None:
        about = About(
            department=form.chosen_department,
            kind=form.cleaned_data["kind"],
            channel="web",
            name=upload.name,
            follows=form.cleaned_data["follows"],
        )
        try:
            receiving.allow(about, by=standing)
            return _shown(request, receiving.take(upload.id, upload.sealed, about, by=standing))
        except Refused as refused:
            trouble = refused.why
    return _form(request, standing, form, file_error=trouble)


def _shown(request: HttpRequest, handed: Handed) -> HttpResponseBase:
    if handed.again:
        messages.info(request, here(text("intake.hand_in.again", reference=handed.submission.reference)))
    return redirect("intake:submission", handed.submission.id)


def _form(request: HttpRequest, standing: Standing, form: HandInForm, file_error: object = None) -> HttpResponseBase:
    following = form["follows"].value()
    follows = Submission.everything.seen_by(standing).filter(id=following).first() if following else None
    context = {
        "form": form,
        "follows": follows,
        "file_error": file_error,
        "errors": [{"id": "id_file", "text": file_error}] if file_error else [],
        "steps": steps(NOT_YET),
        "limit": settings.UPLOAD_MAX_BYTES // spool.CHUNK,
    }
    return render(request, "intake/hand_in.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def nothing(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Nothing to report for a month."""
    _only_stewards(standing)
    form = NothingForm(standing, sent(request), initial={"month": f"{timezone.localdate():%Y-%m}"})
    if request.method == "POST" and form.is_valid():
        try:
            about = About(department=form.chosen_department, kind=form.cleaned_data["kind"], channel="web")
            return _declared(request, declare_nothing(about, month_of(form.cleaned_data["month"]), by=standing))
        except Refused as refused:
            form.add_error("month", here(refused.why))
    return render(request, "intake/nothing.html", {"form": form}, status=422 if form.is_bound else 200)


def _declared(request: HttpRequest, handed: Handed) -> HttpResponseBase:
    said = handed.submission
    words = {"month": f"{said.month:%Y-%m}", "kind": here(load(settings.CITY_CATALOGUE).kinds[said.kind].title)}
    messages.success(request, here(text("intake.nothing", "again" if handed.again else "done", **words)))
    return redirect("intake:submission", said.id)


def _only_stewards(standing: Standing) -> None:
    """Which department it is for is asked when it is known."""
    if standing.role not in STEWARDS:
        refuse(standing, "hand_in", None)
