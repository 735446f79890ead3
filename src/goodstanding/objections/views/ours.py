"""The organisation's own pages: its objections, one of them, and the three steps of filing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.standing import Standing
from goodstanding.objections import keeping, letters, listing, picture, saying, withdrawing
from goodstanding.objections.models import OVER, Objection
from goodstanding.organisations.finding import code_of
from goodstanding.organisations.models import Organisation
from goodstanding.papers import reading
from goodstanding.representing.acting import ours
from goodstanding.rules.refusals import Missing
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import here, text


@require_safe
@ours
def listed(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:
    """Every objection of the body, the latest first."""
    require(standing, "see_objection", organisation)
    code = code_of(organisation)
    rows = [
        (
            tables.key(one.number, reverse("objections:ours_case", args=[code, one.pk])), Cell(text("objections.ground", one.ground)),
            Cell(saying.state_of(one), tone=saying.TONES[one.state]), tables.day(one.filed_at), Cell(saying.due_of(one)),
        )
        for one in listing.of_body(organisation.pk)
    ]  # fmt: skip
    columns = [text("objections.page", name) for name in ("number", "ground", "state", "filed", "due")]
    table = Table(text("objections.ours.title"), columns, rows, titled=False)
    context = {"table": table, "organisation": organisation, "code": code, "may_object": may(standing, "object", organisation)}
    return render(request, "objections/ours_list.html", context)


@require_safe
@ours
def case(request: HttpRequest, standing: Standing, organisation: Organisation, case: UUID) -> HttpResponseBase:
    """Its clock, what happens next, what was decided and what can be done about it."""
    found = _find(standing, organisation, case)
    code = code_of(organisation)
    evidence = found.evidence.filter(side="subject").select_related("paper").defer("paper__content")
    context = {
        "case": found, "organisation": organisation, "code": code, "state": saying.state_of(found), "tone": saying.TONES[found.state],
        "facts": saying.facts(found), "parts": saying.parts(found), "picture": picture.draw(found),
        "next": text("objections.next", found.state),
        "decision": saying.decision(found), "answers": saying.answers(found),
        "history": tables.history(saying.history(found, for_subject=True)),
        "letters": letters.linked(found, "objections:ours_letter", code, found.pk),
        "evidence": keeping.rows(found, evidence, "objections:ours_paper", code, found.pk),
        "may_withdraw": found.state not in OVER and may(standing, "object", organisation),
    }  # fmt: skip
    return render(request, "objections/ours_case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@ours
def withdraw(request: HttpRequest, standing: Standing, organisation: Organisation, case: UUID) -> HttpResponseBase:
    """Asked once more; then marks and suspensions go."""
    found = _find(standing, organisation, case, "object")
    back = reverse("objections:ours_case", args=[code_of(organisation), found.pk])
    if request.method == "POST":
        withdrawing.withdraw(found, by=standing)
        messages.success(request, here(text("objections.done.withdraw")))
        return redirect(back)
    context: dict[str, Any] = {
        "title": text("objections.deed.withdraw.title"), "lead": text("objections.deed.withdraw.lead"),
        "send": text("objections.deed.withdraw.send"), "facts": saying.facts(found), "back": back, "warning": True,
    }  # fmt: skip
    return render(request, "objections/ours_question.html", context)


@require_safe
@ours
def letter(request: HttpRequest, standing: Standing, organisation: Organisation, case: UUID, name: str) -> HttpResponseBase:
    """A letter of the case, to print."""
    found = _find(standing, organisation, case)
    if name not in letters.for_subject(found):
        raise Missing("NO_LETTER", text("objections.refused.no_letter"))
    back = reverse("objections:ours_case", args=[code_of(organisation), found.pk])
    return render(request, "notices/letter.html", {"letter": letters.made(found, name), "back": back})


@require_safe
@ours
def paper(request: HttpRequest, standing: Standing, organisation: Organisation, case: UUID, paper: UUID) -> HttpResponseBase:  # noqa: ARG001 - every page has it
    """A paper the organisation itself handed in."""
    found = _find(standing, organisation, case)
    one = found.evidence.filter(side="subject", paper_id=paper).select_related("paper").first()
    if one is None:
        raise Missing("NO_PAPER", text("objections.refused.no_paper"))
    return reading.response(one.paper)


def _find(standing: Standing, organisation: Organisation, number: UUID, action: str = "see_objection") -> Objection:
    """A case of this body and no other's."""
    require(standing, action, organisation)
    found = listing.of_body(organisation.pk).filter(pk=number).first()
    if found is None:
        raise Missing("NO_CASE", text("objections.refused.no_case"))
    return found
