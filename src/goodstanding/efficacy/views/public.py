"""For everybody: what became of measures and of checks, and the example cases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from goodstanding.efficacy import exporting, saying
from goodstanding.efficacy.models import Example, Version
from goodstanding.efficacy.public_numbers import FEW
from goodstanding.efficacy.views import asked
from goodstanding.laws.answering import as_json, public, unindexed
from goodstanding.lists.saying import named
from goodstanding.lists.writing_tables import response
from goodstanding.publiclog import proving
from goodstanding.ui import tables
from goodstanding.ui.texts import here, text

PAGE = 20


@public
def statistics(request: HttpRequest) -> HttpResponse:
    """Counts by measure and department; a small one is not said. Nothing opens a case: it is told to the body it meets alone."""
    chosen = asked.scope(request)
    found, said, measures = exporting.counted(chosen, asked.checks(request, chosen, hidden=False))
    context = {
        **asked.filters(request, chosen, everybody=True), **asked.tables(found, said, measures, opens=None, opens_checks=None),
        "few": FEW, "anything": bool(found or said or measures), "query": asked.address(request),
    }  # fmt: skip
    return render(request, "efficacy/public.html", context)


@public
def data(request: HttpRequest, ending: str) -> HttpResponse:
    """The same as a file."""
    chosen = asked.scope(request)
    checks = asked.checks(request, chosen, hidden=False)
    if ending == "json":
        return as_json(request, exporting.answer(chosen, checks, public=True))
    if ending != "csv":
        raise Http404
    name = here(text("efficacy.export.name", year=chosen.year))
    made = response(exporting.headings(), exporting.lines(chosen, checks, public=True), ending=ending, name=name)
    return HttpResponse(b"".join(made.streaming_content), headers=dict(made.headers))  # type: ignore[attr-defined]


@public
def examples(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    found = Example.objects.filter(state="published").select_related("department", "application", "listing").order_by("-published_at", "id")
    kind = request.GET.get("kind", "")
    if kind:
        found = found.filter(application__kind_id=kind.replace("\0", ""))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return unindexed(render(request, "efficacy/examples.html", {"rows": saying.published(page.object_list), **tables.pages(page, request)}))


@public
def example(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One; what was withdrawn says so, why and since when, and nothing of what it said."""
    found = Example.objects.select_related("department", "organisation", "application__listing", "listing").filter(pk=pk).first()
    if found is None or found.published_at is None:
        raise Http404
    if found.state != "published":
        return unindexed(render(request, "efficacy/example_gone.html", {"example": found}, status=410))
    words = Version.objects.get(example=found, number=found.version)
    context: dict[str, Any] = {
        "example": found, "body": saying.body(words.words), "who": saying.who(found), "about": saying.about(found),
        "department": named(found.department), **proving.context(found.pk),
    }  # fmt: skip
    return unindexed(render(request, "efficacy/example.html", context))
