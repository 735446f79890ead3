"""A list as a file: for anybody what is shown today, for the desk its own cases in every state."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.lists import catalogue, exporting, saying, shown
from goodstanding.lists.views.desk import own
from goodstanding.lists.writing_tables import TYPES, response
from goodstanding.ui.texts import here


@require_safe
def export(request: HttpRequest, kind: str, ending: str) -> HttpResponseBase:  # noqa: ARG001 - a view
    """What the list's page shows, whole."""
    it = shown.one_list(kind)
    if ending not in TYPES:
        raise Http404
    answer = response(exporting.headings(exporting.PUBLIC), exporting.public_rows(kind), ending=ending, name=here(it.kind.title))
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_safe
@desk
def export_own(request: HttpRequest, standing: Standing, kind: str, ending: str) -> HttpResponseBase:  # noqa: ARG001 - a view
    """The department's own; the centre's people have all."""
    department = own(standing)
    require(standing, "see_listing", department)
    catalogue.said_of(kind)
    if ending not in TYPES:
        raise Http404
    rows = exporting.own_rows(kind, None if standing.is_centre else department)
    answer = response(exporting.headings(exporting.OWN), rows, ending=ending, name=here(saying.title_of(kind)))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
