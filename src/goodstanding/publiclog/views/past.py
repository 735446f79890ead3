"""What was public about an organisation at a past moment: a page of the desk, and the exact bytes as a file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import DEPARTMENT, may, require
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.organisations.finding import by_code
from goodstanding.publiclog import sequencing
from goodstanding.publiclog.as_of import Shown, as_of
from goodstanding.publiclog.forms import MomentForm


@require_safe
@desk
def past(request: HttpRequest, standing: Standing, code: str) -> HttpResponseBase:
    """The question and its answer; ``as=json`` the answer as a file."""
    organisation = by_code(code)
    if organisation is None:
        raise Http404
    if standing.role not in DEPARTMENT and not may(standing, "see_ours", organisation):
        require(standing, "see_organisation", organisation)
    form = MomentForm(request.GET if "at" in request.GET else None)
    context: dict[str, Any] = {"organisation": organisation, "code": code, "form": form, "own": standing.role in DEPARTMENT}
    if form.is_bound and form.is_valid():
        moment: datetime = form.cleaned_data["at"]
        shown = as_of(organisation, moment, by=standing)
        if request.GET.get("as") == "json":
            return _file(code, moment, shown)
        context |= {"moment": moment, "rows": shown, "catching_up": sequencing.waiting().exists()}
    return render(request, "publiclog/as_of.html", context, status=422 if form.is_bound and form.errors else 200)


def _file(code: str, moment: datetime, shown: list[Shown]) -> HttpResponse:
    """Each record's content as text: its UTF-8 bytes are the bytes that were committed to."""
    records = [
        {
            "record": str(one.record_id), "leaf": one.leaf, "content": one.content.decode(), "marks": [mark.decode() for mark in one.marks],
        }
        for one in shown
    ]  # fmt: skip
    answer = HttpResponse(orjson.dumps({"code": code, "at": moment.isoformat(), "records": records}), content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="as-of-{moment:%Y%m%dT%H%M}.json"'
    return answer
