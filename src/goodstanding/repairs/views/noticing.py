"""信用修复告知书 on the desk: of one record, or of everything a submission brought, ready for printing."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.intake.models import Submission
from goodstanding.repairs import notice
from goodstanding.repairs.finding import find_record
from goodstanding.rules.refusals import Missing
from goodstanding.ui import tables
from goodstanding.ui.texts import text

PAGE = 50
"""Notices of one print document: what a browser and a printer bear at once."""


@require_safe
@desk
def one(request: HttpRequest, standing: Standing, public_id: UUID) -> HttpResponseBase:
    """Of one record."""
    record = find_record(public_id)
    require(standing, "see_record", record)
    return render(request, "notices/letter.html", {"letter": notice.letter(record), "back": ""})


@require_safe
@desk
def many(request: HttpRequest, standing: Standing, submission: UUID) -> HttpResponseBase:
    """Of a submission, a page of the printer's at a time."""
    found = Submission.everything.select_related("department").filter(pk=submission).first()
    if found is None:
        raise Missing("NO_SUCH_SUBMISSION", text("repairs.refused.no_such_submission"))
    require(standing, "see_submission", found)
    page = Paginator(notice.of_submission(found.pk), PAGE).get_page(request.GET.get("page"))
    context = tables.pages(page, request) | {
        "letters": [notice.letter(record) for record in page.object_list], "number": page.number, "pages": page.paginator.num_pages,
        "back": reverse("intake:submission", args=[found.pk]),
    }  # fmt: skip
    return render(request, "repairs/notices.html", context)
