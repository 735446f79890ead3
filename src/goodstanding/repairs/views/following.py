"""The organisation follows its own case, and takes it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.departments.allowing import may
from goodstanding.departments.standing import Standing
from goodstanding.organisations.finding import code_of
from goodstanding.organisations.models import Organisation
from goodstanding.papers import reading
from goodstanding.repairs import filing, notice
from goodstanding.repairs.finding import find_ours, find_record
from goodstanding.repairs.models import Repair
from goodstanding.repairs.views.showing import case_page
from goodstanding.representing.acting import ours
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import here, text


@require_safe
@ours
def case(request: HttpRequest, standing: Standing, organisation: Organisation, number: UUID) -> HttpResponseBase:
    """How it stands, until when somebody has to answer, what was decided and what can be done about it."""
    repair = find_ours(standing, organisation, number)
    code = code_of(organisation)
    context = case_page(repair, "repairs:our_paper", code, repair.pk) | {
        "code": code, "may_withdraw": repair.is_open and may(standing, "apply_for_repair", organisation),
        "again": f"{reverse('repairs:new', args=[code])}?record={repair.record_id}",
    }  # fmt: skip
    return render(request, "repairs/our_case.html", context)


@require_POST
@ours
def withdraw(request: HttpRequest, standing: Standing, organisation: Organisation, number: UUID) -> HttpResponseBase:
    """The application is taken back."""
    repair = find_ours(standing, organisation, number)
    filing.withdraw(repair, by=standing)
    messages.success(request, here(text("repairs.done.withdrawn", number=repair.number)))
    return redirect("repairs:our_case", code_of(organisation), repair.pk)


@require_safe
@ours
def paper(request: HttpRequest, standing: Standing, organisation: Organisation, number: UUID, paper: UUID) -> HttpResponse:  # noqa: ARG001
    """What the organisation itself has handed in."""
    return _paper(find_ours(standing, organisation, number), paper)


def _paper(repair: Repair, paper: UUID) -> HttpResponse:
    found = repair.evidence.select_related("paper").filter(paper_id=paper).first()
    if found is None:
        raise Missing("NO_SUCH_PAPER", text("repairs.refused.no_such_paper"))
    return reading.response(found.paper)


@require_safe
@ours
def our_notice(request: HttpRequest, standing: Standing, organisation: Organisation, public_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """信用修复告知书, for the organisation itself."""
    record = find_record(public_id)
    filing.belonging(record, organisation)
    back = f"{reverse('repairs:new', args=[code_of(organisation)])}?record={record.pk}"
    return render(request, "notices/letter.html", {"letter": notice.letter(record), "back": back})
