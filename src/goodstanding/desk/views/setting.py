"""Set a year: paste the notice or enter the days, look at the picture, then save."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goodstanding.clocks import alarm, doubting, reading, setting
from goodstanding.clocks.calendar import calendar
from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.desk.forms import NoticeForm, YearForm
from goodstanding.desk.views.calendar import pictured
from goodstanding.rules.refusals import Conflict
from goodstanding.ui.texts import here, text


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def set_year(request: HttpRequest, standing: Standing, year: int) -> HttpResponseBase:
    """``step``: read (the pasted notice), check, change (back from checking), save."""
    require(standing, "set_calendar")
    if not setting.FIRST <= year <= timezone.localdate().year + setting.AHEAD:
        raise Http404
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step == "read":
        return _read(request, year)
    if step == "change":
        return _page(request, year, _form(year, initial=request.POST.dict()))
    if step not in {"check", "save"}:
        return _page(request, year, _form(year, initial=first(year)))
    if step == "save" and _saved(request, standing, year):
        return _done(request, year, 0)
    form = _form(year, request.POST)
    if not form.is_valid():
        return _page(request, year, form, status=422)
    return _save(request, standing, year, form) if step == "save" else _check(request, year, form)


def _form(year: int, data: Any = None, initial: dict[str, Any] | None = None) -> YearForm:
    return YearForm(data, known=year in calendar().years, year=year, initial=initial)


def first(year: int) -> dict[str, Any]:
    """What the form begins with: the year as it is known; else the holidays whose days do not depend on the moon."""
    known, row = calendar(), setting.newest(year)
    off, worked = ([day for day in days if day.year == year] for days in (known.off, known.worked))
    if year not in known.years:
        off, worked = [date(year, month, day) for month, day in doubting.FIXED], []
    # What is off or worked anyway says nothing, and would only be refused.
    stretches = [one for one in reading.together(off) if any(day.weekday() < 5 for day in one.days)]
    weekends = [day for day in worked if day.weekday() >= 5]
    return {
        "off": reading.listed(stretches), "worked": reading.listed(reading.together(weekends)),
        "source": row.source if row else "", "newest": row.pk if row else 0,
    }  # fmt: skip


def _read(request: HttpRequest, year: int) -> HttpResponseBase:
    """The days of the pasted notice, put into the form for a person to look at."""
    paste = NoticeForm(request.POST)
    before = first(year) | request.POST.dict()
    if not paste.is_valid():
        return _page(request, year, _form(year, initial=before), paste=paste, status=422)
    said = reading.notice(paste.cleaned_data["notice"], year)
    for sentence in said.wrong:
        paste.add_error("notice", here(sentence))
    if not said.off:
        paste.add_error("notice", here(text("desk.calendar.notice_empty")))
    if paste.errors:
        return _page(request, year, _form(year, initial=before), paste=paste, status=422)
    messages.info(request, here(text("desk.calendar.notice_read")))
    found = before | {"off": reading.listed(said.off), "worked": reading.listed(said.worked)}
    return _page(request, year, _form(year, initial=found))


def _page(
    request: HttpRequest, year: int, form: YearForm, *, paste: NoticeForm | None = None, status: int = 200, errors: Any = None
) -> HttpResponseBase:
    context = {
        "year": year,
        "known": year in calendar().years,
        "form": form,
        "paste": paste or NoticeForm(initial={"notice": request.POST.get("notice", "")}),
        "errors": errors or [{"id": "id_notice", "text": error} for error in (paste.errors.get("notice", ()) if paste else ())],
    }
    return render(request, "desk/set_year.html", context, status=status)


def _days(form: YearForm) -> tuple[list[date], list[date]]:
    off, worked = ([day for one in form.cleaned_data[name] for day in one.days] for name in ("off", "worked"))
    return off, worked


def _check(request: HttpRequest, year: int, form: YearForm) -> HttpResponseBase:
    """Everything as it would be, before it counts."""
    known = calendar()
    off, worked = _days(form)
    before = (known.off, known.worked) if year in known.years else None
    context = {
        "year": year,
        "known": year in known.years,
        "answers": {name: request.POST.get(name, "") for name in ("off", "worked", "source", "because", "newest")},
        "unknown": alarm.unknown(),
    }
    return render(request, "desk/check_year.html", context | pictured(year, off, worked, before))


def _save(request: HttpRequest, standing: Standing, year: int, form: YearForm) -> HttpResponseBase:
    said = form.cleaned_data
    wanted = setting.Year(
        year=year, off=said["off"], worked=said["worked"], source=said["source"], because=said.get("because", ""), newest=said["newest"]
    )
    try:
        _, filled = setting.set_year(wanted, by=standing)
    except Conflict as conflict:
        newest = setting.newest(year)
        again = _form(year, initial=request.POST.dict() | {"newest": newest.pk if newest else 0})
        return _page(request, year, again, status=409, errors=[{"id": "id_off", "text": here(conflict.why)}])
    return _done(request, year, filled)


def _saved(request: HttpRequest, standing: Standing, year: int) -> bool:
    """The same button pressed twice: what was sent is what this person has just saved."""
    row = setting.newest(year)
    if row is None or row.set_by_user != standing.user_id or request.POST.get("newest") == str(row.pk):
        return False
    entries = (reading.entries(request.POST.get(name, ""), year)[0] for name in ("off", "worked"))
    off, worked = (frozenset(day for one in found for day in one.days) for found in entries)
    return (off, worked, request.POST.get("source", "").strip()) == (*row.days(), row.source)


def _done(request: HttpRequest, year: int, filled: int) -> HttpResponseBase:
    messages.success(request, here(text("desk.calendar.done", year=year, n=filled)))
    return redirect("desk:year", year)
