"""Lists of bidders: handed in, asked in the background with how far it is, and fetched with their answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.checks import files, files_keeping, files_showing, granting, history
from goodstanding.checks.forms import PurposeForm
from goodstanding.checks.models import Batch
from goodstanding.checks.views.tabs import tabs
from goodstanding.departments.allowing import DEPARTMENT, may, require
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.intake.uploading import Sealing, sealed
from goodstanding.lists.saying import span
from goodstanding.lists.writing_tables import TYPES
from goodstanding.rules.refusals import Forbidden, Refused
from goodstanding.ui import tables
from goodstanding.ui.texts import text

PAGE = 20
FORMS = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt  # Django would parse the file before it could be sealed: checked in _handed_in
@FORMS
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Those handed in, and the form for another."""
    if standing.role not in DEPARTMENT:
        require(standing, "see_check")
        return _page(request, standing, None, [])
    require(standing, "check", history.own(standing))
    if request.method != "POST":
        return _page(request, standing, PurposeForm(granting.held(standing.department_id)), [])
    with sealed(request, files_keeping.sealer, files.handed_in) as sealing:
        answer: HttpResponseBase = _handed_in(request, standing, sealing)
        return answer


@csrf_protect
def _handed_in(request: HttpRequest, standing: Standing, sealing: Sealing) -> HttpResponseBase:
    form, department = PurposeForm(granting.held(standing.department_id), request.POST), history.own(standing)
    upload = sealing.upload if sealing.upload and sealing.upload.sealed.size else None
    why = sealing.refused.why if sealing.refused else None if upload else text("checks.file.refused.no_file")
    errors: list[dict[str, Any]] = [{"id": "id_file", "text": why}] if why else []
    if form.is_valid() and upload is not None and department is not None and not errors:
        said = form.cleaned_data
        try:
            made = files.hand_in(upload, department, purpose=said["purpose"], matter=said["matter"], by=standing)
        except Forbidden:
            raise
        except Refused as refused:
            errors = [{"id": "id_purpose_0", "text": refused.why}]
        else:
            return redirect("checks:file", made.pk)
    return _page(request, standing, form, errors)


def _page(request: HttpRequest, standing: Standing, form: PurposeForm | None, errors: list[dict[str, Any]]) -> HttpResponseBase:
    page = Paginator(history.batches(standing), PAGE).get_page(request.GET.get("page"))
    context = tables.pages(page, request) | {
        "form": form, "errors": errors, "tabs": tabs(standing, "files"), "held": granting.held(standing.department_id),
        "centre": settings.CENTRE, "department": history.own(standing), "kept": span(files_keeping.KEPT),
        "file_error": next((one["text"] for one in errors if one["id"] == "id_file"), ""),
        "table": files_showing.table(page.object_list, whose=standing.is_centre),
    }  # fmt: skip
    bad = bool(errors) or (form is not None and form.is_bound and bool(form.errors))
    return render(request, "checks/files.html", context, status=422 if bad else 200)


@require_safe
@desk
def one(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """How far it is; answered, the answer to fetch."""
    batch = history.find_batch(standing, pk)
    context = files_showing.page(batch) | {"endings": files_keeping.endings(batch.pk) if _may_fetch(standing, batch) else []}
    return render(request, "checks/file.html", context)


@require_safe
@desk
def answer(request: HttpRequest, standing: Standing, pk: UUID, ending: str) -> HttpResponseBase:  # noqa: ARG001 - a view
    """The list as it came, with its answers: for the department that handed it in."""
    batch = history.find_batch(standing, pk)
    require(standing, "check", batch)
    if ending not in files_keeping.endings(batch.pk):
        raise Http404
    made = StreamingHttpResponse(files_keeping.read(batch.pk, ending), content_type=TYPES[ending])
    name = files_showing.answer_name(batch, ending)
    made.headers["Content-Disposition"] = f"attachment; filename=\"{batch.number}.{ending}\"; filename*=UTF-8''{quote(name)}"
    made.headers["X-Content-Type-Options"] = "nosniff"
    made.headers["Cache-Control"] = "private, no-store"
    return made


def _may_fetch(standing: Standing, batch: Batch) -> bool:
    return batch.finished_at is not None and may(standing, "check", batch)
