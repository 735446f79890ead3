"""What happened outside the house and is written down here with its scan: the notice served, the hearing held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.lists import answering, drafts, finding, serving
from goodstanding.lists.forms_desk import HearForm, ServeForm
from goodstanding.lists.models import Listing
from goodstanding.lists.views.asking import Errors, ask, still_open, tried
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])
Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """A form with a scan."""

    name: str
    form: type[forms.Form]
    do: Callable[[Listing, Said, Paper | None, Standing], None]
    purpose: str
    to: str


SERVED = Fact(
    "serve", ServeForm, lambda one, said, paper, by: serving.serve(one, how=said["how"], on=said["on"], paper=paper, by=by),
    serving.PURPOSE, "served",
)  # fmt: skip
HEARD = Fact(
    "hear", HearForm, lambda one, said, paper, by: answering.hear(one, on=said["on"], paper=paper, by=by), "listing.heard", "heard"
)  # fmt: skip


@csrf_exempt  # Django would parse the file before it could be weighed: checked in _sent
@FORMS
@desk
def serve(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """How and when the notice was served; the time to answer runs from that day."""
    return _page(request, standing, pk, SERVED)


@csrf_exempt  # Django would parse the file before it could be weighed: checked in _sent
@FORMS
@desk
def hear(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """When the hearing was held, with its minutes."""
    return _page(request, standing, pk, HEARD)


def _page(request: HttpRequest, standing: Standing, pk: UUID, fact: Fact) -> HttpResponseBase:
    found = finding.find(standing, pk, "handle_listing")
    if found.state == fact.to:
        return redirect("lists:case", found.pk)
    still_open(found, fact.name)
    if request.method != "POST":
        return _asked(request, found, fact, fact.form(initial={"on": timezone.localdate()}))
    with uploaded(request) as uploads:
        answer: HttpResponseBase = _sent(request, standing, found, fact, uploads)
        return answer


@csrf_protect
def _sent(request: HttpRequest, standing: Standing, found: Listing, fact: Fact, uploads: Uploads) -> HttpResponseBase:
    """The scan is kept whatever else is missing."""
    form, key = fact.form(request.POST), f"{fact.name}-{found.pk}"
    try:
        scan = uploads.one("scan")
        if scan is not None:
            drafts.keep_paper(request, key, take(scan, purpose=fact.purpose, by=standing))
    except Refused as refused:
        return _asked(request, found, fact, form, [{"id": "id_scan", "text": refused.why}], refused.status)
    if not form.is_valid():
        return _asked(request, found, fact, form)
    paper = drafts.paper(request, key)
    errors, status = tried(lambda: fact.do(found, form.cleaned_data, paper, standing), "id_on")
    if errors:
        return _asked(request, found, fact, form, errors, status)
    drafts.drop_paper(request, key)
    messages.success(request, here(text("lists.desk.deed", fact.name, "done")))
    return redirect("lists:case", found.pk)


def _asked(
    request: HttpRequest, found: Listing, fact: Fact, form: forms.Form, errors: Errors | None = None, status: int = 200
) -> HttpResponseBase:  # fmt: skip
    kept = drafts.paper(request, f"{fact.name}-{found.pk}")
    notice = reverse("lists:letter", args=[found.pk, "notice"]) if fact is SERVED else ""
    scan_error = next((one["text"] for one in errors or [] if one["id"] == "id_scan"), "")
    return ask(
        request, found, fact.name, form, errors=errors or [], status=status, upload=text("lists.desk.paper", fact.to), kept=kept,
        upload_hint=text("lists.desk.paper_hint", fact.to), notice=notice, scan_error=scan_error,
    )  # fmt: skip
