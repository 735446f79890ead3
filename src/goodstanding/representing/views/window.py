"""The window in the service hall: the clerk finds a visitor's organisation, prints the slip to sign, and acts on it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.organisations import finding
from goodstanding.organisations.models import Organisation
from goodstanding.papers import reading
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.representing.models import Consent
from goodstanding.representing.views import coding
from goodstanding.representing.window import PURPOSES, take_consent
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text


@require_safe
@desk
def find(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """By the code on the licence the visitor shows."""
    require(standing, "decide_power")
    form, found, elsewhere = coding.asked(request)
    if elsewhere is not None:
        return elsewhere
    if found is not None:
        return redirect("representing:window_for", finding.code_of(found))
    return render(request, "representing/window.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt  # Django would parse the file before it could be weighed: checked in _keep
@require_http_methods(["GET", "HEAD", "POST"])
@desk
def organisation(request: HttpRequest, standing: Standing, code: str) -> HttpResponseBase:
    """What can be done for this visitor: slips to print, the organisation's own pages, slips there were and one more."""
    found = _body(standing, code)
    if request.method != "POST":
        return _page(request, found)
    with uploaded(request) as uploads:
        return _keep(request, standing, found, uploads)


@csrf_protect
def _keep(request: HttpRequest, standing: Standing, found: Organisation, uploads: Uploads) -> HttpResponseBase:
    try:
        take_consent(found, uploads.one("slip"), purpose="query", by=standing)
    except Refused as refused:
        return _page(request, found, refused.why)
    messages.success(request, here(text("representing.window.kept")))
    return redirect("representing:window_for", finding.code_of(found))


def _page(request: HttpRequest, found: Organisation, trouble: Text | None = None) -> HttpResponseBase:
    code = finding.code_of(found)  # today's, whatever the visitor's old certificate says
    consents = Consent.objects.filter(organisation=found).select_related("paper").defer("paper__content").order_by("-at")[:50]
    context = {
        "organisation": found, "code": code, "file_error": trouble, "errors": [{"id": "id_slip", "text": trouble}] if trouble else [],
        "slips": [
            {"text": text("representing.window.purpose", one), "url": reverse("representing:slip", args=[code, one])} for one in PURPOSES
        ],
        "consents": [{"consent": one, "purpose": text("representing.window.purpose", one.purpose)} for one in consents],
    }  # fmt: skip
    return render(request, "representing/window_for.html", context, status=422 if trouble else 200)


@require_safe
@desk
def slip(request: HttpRequest, standing: Standing, code: str, purpose: str) -> HttpResponseBase:
    """同意书, to print, seal and sign."""
    found = _body(standing, code)
    if purpose not in PURPOSES:
        raise Http404
    code = finding.code_of(found)
    context = {
        "organisation": found, "code": code, "purpose": text("representing.window.purpose", purpose),
        "what": text("representing.window.what", purpose), "today": timezone.localdate(),
        "back": reverse("representing:window_for", args=[code]), "clerk": standing.label,
    }  # fmt: skip
    return render(request, "representing/slip.html", context)


@require_safe
@desk
def paper(request: HttpRequest, standing: Standing, consent: UUID) -> HttpResponseBase:  # noqa: ARG001 - as every page of the desk
    """The signed slip, as a file."""
    require(standing, "decide_power")
    found = Consent.objects.filter(pk=consent).select_related("paper").defer("paper__content").first()
    if found is None:
        raise Missing("NO_CONSENT", text("representing.refused.no_consent"))
    return reading.response(found.paper)


def _body(standing: Standing, code: str) -> Organisation:
    require(standing, "decide_power")
    found = finding.by_code(code)
    if found is None:
        raise Missing("NO_SUCH_CODE", text("representing.refused.no_such_code"))
    return found
