"""Reports of errors: the public form, and the desk that settles them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing, of
from goodstanding.objections import contacts, filing, limiting, listing, reporting, saying, settling_reports
from goodstanding.objections.forms import ReportForm, SettleForm
from goodstanding.objections.models import ErrorReport
from goodstanding.records.models import Record
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import here, text

PAGE = 50
FORMS = require_http_methods(["GET", "HEAD", "POST"])


@FORMS
def report(request: HttpRequest, record: UUID) -> HttpResponseBase:
    """Anybody, without signing in."""
    found = Record.public.filter(pk=record).first()
    if found is None:
        raise Missing("NO_RECORD", text("objections.refused.no_record"))
    kind = load(settings.CITY_CATALOGUE).kinds[found.kind]
    form = ReportForm([(one, kind.fields[one].title) for one in filing.fields_of(found)], sent(request), initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        if request.POST.get("website"):  # a field people do not see: what fills it in is no person, and is thanked like one
            return redirect("objections:reported", "JC")
        try:
            limiting.count(request)
            said = form.cleaned_data
            made = reporting.report(
                reporting.Report(record=record, token=said["token"], field=said["field"], words=said["words"], contact=said["contact"]),
                by=of(request),
            )
        except limiting.TooOften:
            raise
        except Refused as refused:
            form.add_error("contact" if refused.code == "ADDRESS_WRONG" else "words", here(refused.why))
        else:
            return redirect("objections:reported", made.number)
    context = {"form": form, "record": found, "back": reverse("portal:record", args=[found.pk])}
    return render(request, "objections/report.html", context, status=422 if form.errors else 200)


@require_safe
def reported(request: HttpRequest, number: str) -> HttpResponseBase:
    """Thanks, and the number."""
    return render(request, "objections/reported.html", {"number": number})


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What is due next first."""
    require(standing, "see_error_reports")
    state = "settled" if request.GET.get("state") == "settled" else "reported"
    page = Paginator(listing.reports(state), PAGE).get_page(request.GET.get("page"))
    url = reverse("objections:reports")
    context = {
        "table": _table(page.object_list, page.paginator.count),
        "tabs": [{"text": text("objections.reports", one), "url": f"{url}?state={one}", "current": one == state, "count": None}
                 for one in ("reported", "settled")],
        **tables.pages(page, request),
    }  # fmt: skip
    return render(request, "objections/reports.html", context)


@FORMS
@desk
def case(request: HttpRequest, standing: Standing, report: UUID) -> HttpResponseBase:
    """What was reported, and the clerk's answer: a reason, or an objection of the centre's own accord."""
    found = ErrorReport.objects.select_related("record__organisation", "objection").filter(pk=report).first()
    if found is None:
        raise Missing("NO_REPORT", text("objections.refused.no_report"))
    require(standing, "see_error_reports", found)
    form = SettleForm(sent(request))
    if request.method == "POST" and form.is_valid():
        return _settle(request, standing, found, form)
    settles = found.state == "reported" and may(standing, "settle_error_report", found)
    context: dict[str, Any] = {
        "report": found, "form": form, "may_settle": settles,
        "field": saying.field_title(found.record, found.field) if found.field else text("objections.form.whole"),
        "due": saying.day_or_unknown(found.due_on), "contact": contacts.unseal(found.contact) if settles else "",
    }  # fmt: skip
    return render(request, "objections/report_case.html", context, status=422 if form.errors else 200)


def _table(found: Iterable[ErrorReport], total: int) -> Table:
    columns = [
        text("objections.page.number"), text("objections.reports.record"), text("objections.page.filed"), text("objections.page.due"),
    ]  # fmt: skip
    rows = [
        (
            tables.key(one.number, reverse("objections:report_case", args=[one.pk])), Cell(one.record.decision_no, chinese=True),
            tables.day(one.reported_at), Cell(saying.day_or_unknown(one.due_on) if one.state == "reported" else ""),
        )
        for one in found
    ]  # fmt: skip
    return Table(text("objections.list.caption", n=total), columns, rows)


def _settle(request: HttpRequest, standing: Standing, found: ErrorReport, form: SettleForm) -> HttpResponseBase:
    because = form.cleaned_data["because"]
    if form.cleaned_data["open_case"]:
        made = settling_reports.open_case(found, because=because, by=standing)
        messages.success(request, here(text("objections.done.open_case", number=made.number)))
        return redirect("objections:case", made.pk)
    settling_reports.settle(found, because=because, by=standing)
    messages.success(request, here(text("objections.done.settle")))
    return redirect("objections:reports")
