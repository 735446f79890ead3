"""The organisation's own page of a case: what is said, on which documents, until when it can answer; of an entry, the way out."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import may
from goodstanding.departments.standing import Standing
from goodstanding.lists import finding, letters
from goodstanding.lists.models import Listing
from goodstanding.lists.views import showing
from goodstanding.organisations.finding import code_of
from goodstanding.organisations.models import Organisation
from goodstanding.papers import reading
from goodstanding.representing.acting import ours
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text


@require_safe
@ours
def case(request: HttpRequest, standing: Standing, organisation: Organisation, pk: UUID) -> HttpResponseBase:
    """Everything the department has said and decided, and what can be done about it."""
    found = finding.find_ours(standing, organisation, pk)
    code = code_of(organisation)
    context = showing.case_page(found, for_subject=True) | {
        "organisation": organisation, "code": code, "rests": showing.rests(found, standing, code), "papers": showing.papers(found, code),
        "may_answer": can_answer(found) and may(standing, "answer_listing", organisation),
        "letters": showing.letters_of(found, "lists:ours_letter", code, found.pk, for_subject=True),
        "remarks": [
            {"remark": one, "outcome": text("lists.desk.outcome", one.outcome)} for one in found.remarks.exclude(outcome="")
        ],
    }  # fmt: skip
    return render(request, "lists/ours_case.html", context)


@require_safe
@ours
def letter(request: HttpRequest, standing: Standing, organisation: Organisation, pk: UUID, name: str) -> HttpResponseBase:
    """A letter of the case, to print."""
    found = finding.find_ours(standing, organisation, pk)
    if name not in letters.names(found, for_subject=True):
        raise Missing("NO_LETTER", text("lists.desk.refused.no_letter"))
    back = reverse("lists:ours", args=[code_of(organisation), found.pk])
    context = {"letter": letters.made(found, name), "back": back, "frame": "representing/page.html"}
    return render(request, "notices/letter.html", context)


@require_safe
@ours
def paper(request: HttpRequest, standing: Standing, organisation: Organisation, pk: UUID, paper: UUID) -> HttpResponseBase:  # noqa: ARG001
    """A document of the case: whoever is to be listed may read what it rests on."""
    found = showing.has_paper(finding.find_ours(standing, organisation, pk), paper)
    if found is None:
        raise Missing("NO_SUCH_PAPER", text("lists.desk.refused.no_such_paper"))
    return reading.response(found)


def can_answer(listing: Listing) -> bool:
    """Told, not answered yet, and the time runs; where the last day is unknown it still runs."""
    in_time = listing.answer_until is None or listing.answer_until >= timezone.localdate()
    return listing.state in {"served", "heard"} and listing.answered_at is None and in_time
