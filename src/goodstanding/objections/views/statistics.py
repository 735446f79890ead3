"""How objections go, for everybody to read; what stands behind a figure, for the centre."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
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
from goodstanding.ui.texts import text

PAGE = 50
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
    context = {
        "rows": [_shown(one, month, opens=opens) for one in statistics.rows(month)], "month": f"{month:%Y-%m}",
        "months": [f"{one:%Y-%m}" for one in months],
    }  # fmt: skip
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
        "title": text("objections.statistics", part), "department": saying.named(whose), "month": month,
        "rows": [_case(one) for one in listed.object_list], "total": listed.paginator.count,
        "back": f"{reverse('objections:statistics')}?month={month}", "first": "?" if listed.number > 1 else "",
        "next": f"?page={listed.next_page_number()}" if listed.has_next() else "",
    }  # fmt: skip
    return render(request, "objections/behind.html", context)


def _case(one: Any) -> dict[str, Any]:
    what: Text | str = ""
    if isinstance(one, Inquiry):
        what = text("objections.inquiry_state", one.state)
    elif one.outcome:
        what = text("objections.outcome_of", one.outcome)
    return {"number": one.objection.number, "url": reverse("objections:case", args=[one.objection_id]), "what": what}


def _shown(one: statistics.Row, month: date, *, opens: bool) -> dict[str, Any]:
    def figure(part: str, number: int) -> dict[str, Any]:
        url = reverse("objections:behind", args=[one.department.code, f"{month:%Y-%m}", part]) if opens and number else ""
        return {"n": number, "url": url, "title": text("objections.statistics", part)}

    return {
        "department": saying.named(one.department), "filed": figure("filed", one.filed), "decided": figure("decided", one.decided),
        "granted": figure("granted", one.granted), "granted_share": _share(one.granted, one.decided), "asked": figure("asked", one.asked),
        "late": figure("late", one.late), "late_share": _share(one.late, one.asked),
        "median": f"{one.median:g}" if one.median is not None else text("objections.statistics.none"),
    }  # fmt: skip


def _share(above: int, below: int) -> Text | str:
    return f"{above / below:.1%}" if below else text("objections.statistics.none")


def _month(written: str) -> date | None:
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        return None
