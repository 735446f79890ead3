"""The years: which are known, what each looks like, where it comes from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodstanding.clocks import setting
from goodstanding.clocks.calendar import calendar, in_force
from goodstanding.clocks.models import WorkdayYear
from goodstanding.clocks.reading import together
from goodstanding.departments.allowing import may
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.desk import alarming, picturing

BACK = 6
"""So many years before this one are listed; earlier ones are known too."""


@require_safe
@desk
def calendars(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The coming year, this one, and those before."""
    today, known, ours = timezone.localdate(), calendar(), in_force()
    years = range(today.year + setting.AHEAD, today.year - BACK, -1)
    rows = [{"year": year, "known": year in known.years, "row": ours.get(year)} for year in years]
    context = {"rows": rows, "may_set": may(standing, "set_calendar"), "alarm": alarming.shown(standing.role)}
    return render(request, "desk/calendars.html", context)


@require_safe
@desk
def year(request: HttpRequest, standing: Standing, year: int) -> HttpResponseBase:
    """Twelve months at a glance, the notice they follow, and every earlier version."""
    versions = list(WorkdayYear.objects.filter(year=year).order_by("-id"))
    wanted = request.GET.get("version")
    row = next((one for one in versions if str(one.pk) == wanted), None) if wanted else next(iter(versions), None)
    if wanted and row is None:
        raise Http404
    known = calendar()
    if year not in known.years and not setting.FIRST <= year <= timezone.localdate().year + setting.AHEAD:
        raise Http404
    off, worked = row.days() if row else (known.off, known.worked)
    context: dict[str, Any] = {
        "year": year,
        "known": year in known.years,
        "row": row,
        "versions": versions,
        "older": row is not None and row is not versions[0],
        "may_set": may(standing, "set_calendar"),
        "alarm": alarming.shown(standing.role),
    }
    return render(request, "desk/year.html", context | pictured(year, off, worked))


def pictured(year: int, off: Any, worked: Any, before: Any = None) -> dict[str, Any]:
    """What the picture of a year needs, with its days in words."""
    months = picturing.months(year, off, worked, before)
    return {
        "months": months,
        "weekdays": range(1, 8),
        "working_days": picturing.working_days(months),
        "off": together([day for day in off if day.year == year]),
        "worked": together([day for day in worked if day.year == year]),
    }
