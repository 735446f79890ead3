"""The desk: the same figures with every number open, a department its own, the centre everybody's."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.efficacy import counting, counting_checks, exporting, showing
from goodstanding.efficacy.counting import PARTS, Scope
from goodstanding.efficacy.finding import NOBODY, own
from goodstanding.efficacy.views import asked
from goodstanding.lists.saying import named
from goodstanding.lists.writing_tables import response
from goodstanding.measures import saying as measured
from goodstanding.measures.catalogue import title_of
from goodstanding.measures.models import Application
from goodstanding.measures.standing import why_not
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import here, text

PAGE = 50


@require_safe
@desk
def statistics(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """One year."""
    chosen = _scope(request, standing)
    found, said, measures = exporting.counted(chosen, asked.checks(request, chosen, hidden=True))
    opens, opens_checks = _opens("efficacy:rows", chosen), _opens("efficacy:receipts", chosen)
    context = {
        **asked.filters(request, chosen, everybody=standing.is_centre), "tiles": showing.tiles(found, opens),
        **asked.tables(found, said, measures, opens=opens, opens_checks=opens_checks),
        "anything": bool(found or said or measures), "query": asked.address(request),
    }  # fmt: skip
    return render(request, "efficacy/desk.html", context)


@require_safe
@desk
def data(request: HttpRequest, standing: Standing, ending: str) -> HttpResponseBase:
    """The same as a file, exact."""
    chosen = _scope(request, standing)
    checks = asked.checks(request, chosen, hidden=True)
    if ending == "json":
        return JsonResponse(exporting.answer(chosen, checks, public=False))
    if ending != "csv":
        raise Http404
    name = here(text("efficacy.export.name", year=chosen.year))
    return response(exporting.headings(), exporting.lines(chosen, checks, public=False), ending=ending, name=name)


@require_safe
@desk
def rows(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Exactly the cases one number counts."""
    chosen = _scope(request, standing)
    figure, part = request.GET.get("figure", ""), request.GET.get("part", "")
    if figure not in counting.FIGURES or (part and part not in PARTS.get(figure, ())):
        raise Http404
    page = Paginator(counting.rows(figure, chosen, part), PAGE).get_page(request.GET.get("page"))
    title = text("efficacy.figure", figure)
    context = _page(chosen, title, text("efficacy.part", part) if part else None) | {
        "table": _cases(list(page.object_list), page.paginator.count), "bodies": counting.figures()[figure].bodies,
        **tables.pages(page, request),
    }  # fmt: skip
    return render(request, "efficacy/rows.html", context)


@require_safe
@desk
def receipts(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Exactly the receipts one number counts, with what was said of each."""
    chosen = _scope(request, standing, "see_check")
    figure = request.GET.get("figure", "")
    if figure not in counting_checks.FIGURES:
        raise Http404
    wanted = asked.checks(request, chosen, hidden=True)
    page = Paginator(counting_checks.rows(figure, wanted), PAGE).get_page(request.GET.get("page"))
    more = showing.purpose_title(wanted.purpose) if wanted.purpose else None
    context = _page(chosen, text("efficacy.followed", figure), more) | {
        "table": _receipts(list(page.object_list), page.paginator.count, wanted.measure), "bodies": False, **tables.pages(page, request),
    }  # fmt: skip
    return render(request, "efficacy/rows.html", context)


def _scope(request: HttpRequest, standing: Standing, action: str = "see_application") -> Scope:
    require(standing, action, own(standing))
    return asked.scope(request, None if standing.is_centre else standing.department_id or NOBODY)


def _opens(view: str, chosen: Scope) -> showing.Opens:
    def opens(figure: str, **more: str) -> str:
        query: dict[str, Any] = {
            "figure": figure,
            "year": chosen.year,
            "side": chosen.side,
            "kind": chosen.kind,
            "department": chosen.department,
        } | more
        return f"{reverse(view)}?{urlencode({name: value for name, value in query.items() if value})}"

    return opens


def _page(chosen: Scope, title: Any, part: Any) -> dict[str, Any]:
    narrowed = [part] if part else []
    narrowed += [title_of(chosen.kind)] if chosen.kind else []
    back = (
        f"{reverse('efficacy:desk')}?{urlencode({name: value for name, value in (('year', chosen.year), ('side', chosen.side)) if value})}"
    )
    return {"title": title, "narrowed": narrowed, "year": chosen.year, "back": back}


def _cases(found: list[Application], total: int) -> Table:
    names = ("number", "organisation", "measure", "state", "begun", "over", "why")
    lines = []
    for one in found:
        state, tone = measured.state_of(one, why_not(one) if one.state == "applied" else None)
        lines.append(
            [
                tables.key(one.number, reverse("measures:case", args=[one.pk])), Cell(one.organisation.name, chinese=True),
                Cell(title_of(one.kind_id), below=(here(named(one.department)),)), Cell(state, tone=tone), tables.day(one.proposed_at),
                tables.day(one.ended_on or one.ends_on), Cell(one.ended_words, chinese=True),
            ]
        )  # fmt: skip
    return Table(text("efficacy.rows.caption", n=total), [text("efficacy.row", name) for name in names], lines)


def _receipts(found: list[Any], total: int, measure: str) -> Table:
    said = counting_checks.words(found, measure)
    names = ("receipt", "at", "organisation", "purpose", "department", "outcome", "reasons")
    lines = [
        [
            tables.key(one.number, reverse("checks:receipt", args=[one.pk])), tables.moment(one.at),
            Cell(one.organisation.name if one.organisation else one.code, chinese=True), Cell(showing.purpose_title(one.purpose)),
            Cell(named(one.department)),
            Cell(_joined([text("efficacy.followed", each.outcome) for each in said.get(one.pk, [])])),
            Cell("\n".join(dict.fromkeys(each.reasons for each in said.get(one.pk, []) if each.reasons)), chinese=True),
        ]
        for one in found
    ]  # fmt: skip
    return Table(text("efficacy.rows.caption", n=total), [text("efficacy.row", name) for name in names], lines)


def _joined(words: list[Any]) -> Any:
    once = list(dict.fromkeys(words))
    return type(once[0])("、".join(one.zh for one in once), ", ".join(one.en for one in once)) if once else text("efficacy.followed.silent")
