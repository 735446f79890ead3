"""Rates of departments by month: page, CSV, JSON, and the rows behind each figure. Never a score, and no order by merit."""

from __future__ import annotations

import csv
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.organisations.issues import rates
from goodstanding.organisations.issues.rates import Figure
from goodstanding.organisations.issues.views.looking import PAGE, month_of, named, shown
from goodstanding.rules.returns import rates as defined
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text


@require_safe
@desk
def page(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Each rate with its definition, a bar and the numbers for each department, in the departments' own order."""
    month = _month(request)
    found = rates.figures(month, standing)
    each = [
        {"rate": rate, "figures": [_shown(one, month) for one in found if one.rate is rate]} for rate in defined(settings.CITY_CATALOGUE)
    ]
    context = {
        "rates": each, "month": f"{month:%Y-%m}", "months": [f"{one:%Y-%m}" for one in rates.months()],
        "now": month == rates.months()[0], "empty": not found,
    }  # fmt: skip
    return render(request, "organisations/issues/rates.html", context)


@require_safe
@desk
def as_csv(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The figures as a table."""
    month = _month(request)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="code-rates-{month:%Y-%m}.csv"'
    out = csv.writer(answer)
    out.writerow(["月份 month", "部门 department", "指标 rate", "分子 numerator", "分母 denominator", "比率 share", "定义来源 source"])
    for one in rates.figures(month, standing):
        share = "" if one.share is None else f"{one.share:.6f}"
        out.writerow([f"{month:%Y-%m}", one.department.name, one.rate.title.zh, one.above, one.below, share, one.rate.source.zh])
    return answer


@require_safe
@desk
def as_json(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The figures for a program, with their definitions."""
    month = _month(request)
    definitions = {
        rate.code: {name: getattr(rate, name)._asdict() for name in ("title", "above", "below", "source")} | {"sure": rate.sure}
        for rate in defined(settings.CITY_CATALOGUE)
    }
    figures = [
        {
            "rate": one.rate.code, "department": one.department.code, "department_name": one.department.name,
            "numerator": one.above, "denominator": one.below, "share": one.share,
            "numerator_url": _behind(one, "above", month), "denominator_url": _behind(one, "below", month),
        }
        for one in rates.figures(month, standing)
    ]  # fmt: skip
    said = {"month": f"{month:%Y-%m}", "as_of": timezone.now().isoformat(), "definitions": definitions, "figures": figures}
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


@require_safe
@desk
def behind(request: HttpRequest, standing: Standing, rate: str, department: str, month: str, part: str) -> HttpResponseBase:
    """The rows a figure was counted from."""
    one = next((known for known in defined(settings.CITY_CATALOGUE) if known.code == rate), None)
    whose = Department.objects.filter(code=department).first()
    first = month_of(month)
    if one is None or whose is None or first is None:
        raise Http404
    require(standing, "see_issues", whose)
    context: dict[str, Any] = {
        "rate": one, "part": getattr(one, part), "department": named(whose), "month": month, "is_centre": standing.is_centre,
        "back": f"{reverse('issues:rates')}?month={month}",
    }  # fmt: skip
    if part == "below" and one.of == "codes":
        after = request.GET.get("after", "")[:40]
        codes = rates.codes_below(whose, first, after=after, limit=PAGE + 1)
        context |= {
            "codes": codes[:PAGE],
            "first": "?" if after else "",
            "next": f"?after={codes[PAGE - 1].code}" if len(codes) > PAGE else "",
        }
    else:
        listed = Paginator(rates.rows_behind(one, whose, first, part), PAGE).get_page(request.GET.get("page"))
        context |= {
            "rows": shown(listed.object_list), "total": listed.paginator.count, "first": "?" if listed.number > 1 else "",
            "next": f"?page={listed.next_page_number()}" if listed.has_next() else "",
        }  # fmt: skip
    return render(request, "organisations/issues/behind.html", context)


def _shown(one: Figure, month: Any) -> dict[str, Any]:
    """A figure as the page has it; a bar that is not nothing can be seen."""
    share = one.share
    written: Text | str = text("organisations.issues.rates.unknown") if share is None else f"{share:.2%}"
    return {
        "department": named(one.department), "above": one.above, "below": one.below, "share": written,
        "width": 0 if not share else max(round(100 * share, 2), 0.6),
        "above_url": _behind(one, "above", month), "below_url": _behind(one, "below", month),
    }  # fmt: skip


def _behind(one: Figure, part: str, month: Any) -> str:
    return reverse("issues:behind", args=[one.rate.code, one.department.code, f"{month:%Y-%m}", part])


def _month(request: HttpRequest) -> Any:
    """The month asked for; this one where none is. The future has no figures."""
    asked = month_of(request.GET.get("month", ""))
    return min(asked, rates.months()[0]) if asked else rates.months()[0]
