"""Who looked at us: an organisation's own page of every check of it, to read and to take along."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodstanding.checks import ours as checks
from goodstanding.departments.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.lists.writing_tables import TYPES, as_csv
from goodstanding.organisations import families
from goodstanding.organisations.finding import code_of
from goodstanding.organisations.models import Organisation
from goodstanding.representing.acting import ours
from goodstanding.rules.events import Event
from goodstanding.ui import tables
from goodstanding.ui.texts import text

PAGE = 20


@require_safe
@ours
def looked(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:
    """The newest first; narrowed by year and purpose."""
    members, wanted = families.members(organisation.pk), checks.Wanted.of(request.GET)
    page = Paginator(checks.of(members, wanted), PAGE).get_page(request.GET.get("page"))
    context = tables.pages(page, request) | {
        "organisation": organisation, "code": code_of(organisation), "at_window": standing.role == "clerk", "wanted": wanted,
        "lines": checks.lines(page.object_list), "purposes": checks.purposes_of(members),
        "years": [(str(year), str(year)) for year in checks.years(members)], "year": str(wanted.year or ""),
    }  # fmt: skip
    return render(request, "checks/ours.html", context)


@require_safe
@ours
def download(request: HttpRequest, standing: Standing, organisation: Organisation, ending: str) -> HttpResponseBase:
    """All of them, or those of a year or purpose."""
    if ending not in {"csv", "json"}:
        raise Http404
    found = checks.of(families.members(organisation.pk), checks.Wanted.of(request.GET))
    write(Event.ACCESS_EXPORTED, organisation, by=standing, because="checks", data={"form": ending})
    if ending == "csv":
        headings = [f"{said.zh} {said.en}" for said in (text("checks.ours.column", name) for name in checks.COLUMNS)]
        made = StreamingHttpResponse(as_csv(headings, checks.rows(found)), content_type=TYPES["csv"])
    else:
        made = StreamingHttpResponse(_json(checks.items(found)), content_type="application/json; charset=utf-8")
    made["Content-Disposition"] = f'attachment; filename="checks-{timezone.localdate():%Y%m%d}.{ending}"'
    made["Cache-Control"] = "private, no-store"
    return made


def _json(items: Iterator[dict[str, object]]) -> Iterator[str]:
    yield '{"checks": ['
    for number, item in enumerate(items):
        yield f"{',' if number else ''}\n{json.dumps(item, ensure_ascii=False)}"
    yield "\n]}\n"
