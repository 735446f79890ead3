"""How objections go, for everybody to read; what stands behind a figure, for the centre."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing, of
from goodstanding.objections import saying, statistics
from goodstanding.objections.models import Inquiry
from goodstanding.rules.texts import Text
from goodstanding.ui import tables
from goodstanding.ui.tables import WHOLE, Cell, Table
from goodstanding.ui.texts import text

PAGE = 50
COLUMNS = ("department", "filed", "decided", "granted", "granted_share", "asked", "late", "late_share", "median")
BEHIND = {
    "filed": statistics.filed,
    "decided": statistics.decided,
    "granted": statistics.granted,
    "asked": statistics.asked,
    "late": statistics.late,
}


@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    """Counts, shares with numerator and denominator, and the median of working days; departments in their own order."""
    months = statistics.months()
    month = _month(request.GET.get("month", "")) or months[0]
    opens = of(request).is_centre
    rows = [_shown(one, month, opens=opens) for one in statistics.rows(month)]
    table = Table(text("objections.statistics.title"), [text("objections.statistics", name) for name in COLUMNS], rows, titled=False)
    context = {"table": table, "month": f"{month:%Y-%m}", "months": [f"{one:%Y-%m}" for one in months]}
    return render(request, "objections/statistics.html", context)


@require_safe
@desk
def behind(request: HttpRequest, standing: Standing, department: str, month: str, part: str) -> HttpResponseBase:
    """The cases a figure was counted from."""
    require(standing, "handle_objection" if standing.role != "auditor" else "see_error_reports")
    whose, first = Department.objects.filter(code=department).first(), _month(month)
    if whose is None or first is None or part not in BEHIND:
        raise Http404
    found = BEHIND[part](first).filter(department=whose).order_by("pk")
    listed = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": text("objections.statistics", part), "department": saying.named(whose), "month": month, "table": _cases(listed),
        "back": f"{reverse('objections:statistics')}?month={month}", **tables.pages(listed, request),
    }  # fmt: skip
    return render(request, "objections/behind.html", context)


def _cases(page: Page[Any]) -> Table:
    columns = [text("objections.page.number"), text("objections.page.state")]
    return Table(text("objections.list.caption", n=page.paginator.count), columns, [_case(one) for one in page.object_list])


def _case(one: Any) -> tuple[Cell, ...]:
    what: Text | str = ""
    if isinstance(one, Inquiry):
        what = text("objections.inquiry_state", one.state)
    elif one.outcome:
        what = saying.outcome_of(one, one.outcome)
    return tables.key(one.objection.number, reverse("objections:case", args=[one.objection_id])), Cell(what)


def _shown(one: statistics.Row, month: date, *, opens: bool) -> tuple[Cell, ...]:
    named = saying.named(one.department)

    def figure(part: str, number: int) -> Cell:
        url = reverse("objections:behind", args=[one.department.code, f"{month:%Y-%m}", part]) if opens and number else ""
        return tables.number(number, url, tables.joined(text("objections.statistics", part), named))

    return (
        Cell(named), figure("filed", one.filed), figure("decided", one.decided), figure("granted", one.granted),
        Cell(_share(one.granted, one.decided), style=WHOLE), figure("asked", one.asked), figure("late", one.late),
        Cell(_share(one.late, one.asked), style=WHOLE),
        Cell(f"{one.median:g}" if one.median is not None else text("objections.statistics.none"), style=WHOLE),
    )  # fmt: skip


def _share(above: int, below: int) -> Text | str:
    return f"{above / below:.1%}" if below else text("objections.statistics.none")


def _month(written: str) -> date | None:
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        return None
