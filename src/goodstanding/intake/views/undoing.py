"""What attached by itself, what was said of names, and taking back: rows, whole records, and whom it concerned."""

from __future__ import annotations

import csv
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.standing import Standing
from goodstanding.intake import record_life
from goodstanding.intake.forms import ReasonForm
from goodstanding.intake.judging_forms import UndoForm
from goodstanding.intake.views.clerking import find
from goodstanding.intake.views.desk import desk, sent
from goodstanding.intake.views.looking import named
from goodstanding.intake.views.tabs import queue_tabs
from goodstanding.organisations import deciding
from goodstanding.organisations.models import BY_ITSELF, Judgement, PendingRow
from goodstanding.records import telling, undoing
from goodstanding.records.models import FALLS, Record, Undoing
from goodstanding.records.proceeding import ACTION
from goodstanding.records.standing import statements
from goodstanding.rules.refusals import Missing
from goodstanding.ui.templatetags.texts import moment
from goodstanding.ui.texts import here, text

PAGE = 50
ORDERS = require_http_methods(["GET", "HEAD", "POST"])
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""


@ORDERS
@desk
def attached(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What attached without a clerk, the latest first; to look at, and to take back."""
    require(standing, "see_queue")
    if request.method == "POST":
        found = find(standing, int(request.POST.get("row", "0") or 0), "settle")
        deciding.check(found, by=standing)
        messages.success(request, here(text("intake.attached.checked", name=found.name)))
        return redirect(request.get_full_path())
    only = request.GET.get("only", "")
    rows = PendingRow.objects.filter(how__in=BY_ITSELF).select_related("organisation", "department").order_by("-settled_at", "-id")
    rows = rows.filter(checked_by="") if only == "unchecked" else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = [{"row": row, "how": text("organisations.attached", row.how), "department": named(row.department)} for row in page.object_list]
    context = {"lines": lines, "only": only, "may_settle": may(standing, "settle"), "tabs": queue_tabs("attached")} | _pages(page, only)
    return render(request, "intake/attached.html", context)


@require_safe
@desk
def judgements(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Everything anybody said about who is who, the latest first."""
    require(standing, "see_queue")
    said = Judgement.objects.select_related("organisation").order_by("-id")
    page = Paginator(said, PAGE).get_page(request.GET.get("page"))
    lines = [{"said": one, "verdict": text("intake.judging.verdict", one.verdict)} for one in page.object_list]
    return render(request, "intake/judgements.html", {"lines": lines, "tabs": queue_tabs("judgements")} | _pages(page, ""))


@ORDERS
@desk
def undo(request: HttpRequest, standing: Standing, row: int) -> HttpResponseBase:
    """Take an attached row back, with the others of the same name and code."""
    found = find(standing, row, "undo")
    same = PendingRow.objects.filter(state="settled", normal_name=found.normal_name, code=found.code, organisation=found.organisation)
    others = same.exclude(pk=found.pk)
    form = UndoForm(others.count(), sent(request))
    if request.method == "POST" and form.is_valid():
        rows = [found, *(others if form.cleaned_data.get("together") else ())]
        done = undoing.undo(rows, by=standing, because=form.cleaned_data["because"], verdict=form.cleaned_data["verdict"])
        messages.success(request, here(text("intake.undoing.done", n=len(done.rows))))
        return redirect("intake:undoing", done.pk)
    context = {"form": form, "row": found, "how": text("intake.undoing.how", found.how or "clerk")}
    return render(request, "intake/undo.html", context, status=422 if form.is_bound else 200)


@require_safe
@desk
def undone(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What was taken back, the latest first, and how much of it still has to be told."""
    require(standing, "see_queue")
    found = Undoing.objects.select_related("organisation", "merge__into").annotate(places=Count("outings")).order_by("-id")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = [{"undoing": one, "what": text("intake.undoing.what", one.what), "untold": telling.untold(one)} for one in page.object_list]
    return render(request, "intake/undone.html", {"lines": lines, "tabs": queue_tabs("undone")} | _pages(page, ""))


@ORDERS
@desk
def undoing_page(request: HttpRequest, standing: Standing, undoing: int) -> HttpResponseBase:
    """One undoing: what waits again, what stays, whom it concerned and where it could be seen."""
    require(standing, "see_queue")
    done = _undoing(undoing)
    if request.method == "POST":
        told = telling.tell(done, int(request.POST.get("organisation", "0") or 0), by=standing)
        messages.success(request, here(text("intake.undoing.told_done", n=told)))
        return redirect("intake:undoing", done.pk)
    context = {
        "undoing": done, "what": text("intake.undoing.what", done.what), "concerned": telling.concerned(done),
        "rows": PendingRow.objects.filter(pk__in=done.rows).order_by("pk")[:PAGE], "may_settle": may(standing, "settle"),
        "stays": Record.everything.filter(pk__in=done.stays), "total": len(done.rows),
    }  # fmt: skip
    return render(request, "intake/undoing.html", context)


@require_safe
@desk
def undoing_csv(request: HttpRequest, standing: Standing, undoing: int) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Every place, one a line, for whoever does the telling."""
    require(standing, "see_queue")
    done = _undoing(undoing)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="undoing-{done.pk}.csv"'
    answer.write("\ufeff")  # a spreadsheet reads the Chinese right
    lines = csv.writer(answer)
    lines.writerow([here(text("intake.undoing.column", name)) for name in telling.COLUMNS])
    for one in done.outings.select_related("named", "record").order_by("named_id", "since", "id"):
        number = one.record.decision_no if one.record else ""
        surface, told = here(text("intake.undoing.surface", one.surface)), moment(one.told_at)
        cells = (one.named.name, one.named.uscc or "", number, surface, one.address, moment(one.since), moment(one.until), told)
        lines.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return answer


@require_safe
@desk
def letter(request: HttpRequest, standing: Standing, undoing: int, organisation: int) -> HttpResponseBase:
    """A letter to the organisation that was wrongly named, ready for printing."""
    require(standing, "see_queue")
    done = _undoing(undoing)
    found = next((one for one in telling.concerned(done) if one.organisation.pk == organisation), None)
    if found is None:
        raise Missing("NOT_CONCERNED", text("intake.undoing.not_concerned"))
    return render(request, "intake/letter.html", {"undoing": done, "one": found, "centre": telling.centre()})


@require_safe
@desk
def record(request: HttpRequest, standing: Standing, public_id: UUID) -> HttpResponseBase:
    """A record as the desk sees it: whose it is, what has become of it, every row that spoke about it and how that came here."""
    found = Record.everything.filter(pk=public_id).select_related("department").first()
    require(standing, "see_record", found)
    found = _record(public_id)
    said = [{"revision": one, "row": _waited(one.submission, one.row)} for one in statements(found.pk)]
    context = {
        "record": found, "said": said, "department": named(found.department), "may_undo": may(standing, "undo"),
        "may_end": found.ended_on is None and may(standing, "end_record", found), "may_see_rows": may(standing, "see_queue"),
        "may_state": may(standing, ACTION, found), "cases": found.proceedings.filter(outcome="").order_by("at"),
        "fallen": found.proceedings.filter(outcome__in=FALLS).order_by("-over_at").first() if found.ended_on is None else None,
        "steps": record_life.steps(found), "versions": record_life.versions(found),
    }  # fmt: skip
    return render(request, "intake/record.html", context)


@ORDERS
@desk
def take_off(request: HttpRequest, standing: Standing, public_id: UUID) -> HttpResponseBase:
    """The record is not this organisation's, although its rows matched."""
    require(standing, "undo")
    found = _record(public_id)
    form = ReasonForm(here(text("intake.undoing.because")), sent(request))
    if request.method == "POST" and form.is_valid():
        done = undoing.take_off(found, by=standing, because=form.cleaned_data["because"])
        messages.success(request, here(text("intake.undoing.done", n=len(done.rows))))
        return redirect("intake:undoing", done.pk)
    words = {name: text("intake.taking_off", name) for name in ("title", "send")}
    lead = text("intake.taking_off.lead", number=found.decision_no, name=found.organisation.name)
    context = {"form": form, "back": reverse("intake:record", args=[found.pk]), "warning": True, "lead": lead, **words}
    return render(request, "intake/reason.html", context, status=422 if form.is_bound else 200)


def _waited(submission: UUID | None, row: int | None) -> PendingRow | None:
    return PendingRow.objects.filter(submission=submission, row=row).first() if submission and row is not None else None


def _record(public_id: UUID) -> Record:
    found: Record | None = Record.everything.retained().select_related("organisation", "department").filter(pk=public_id).first()
    if found is None:
        raise Missing("NO_RECORD", text("intake.undoing.no_record"))
    return found


def _undoing(key: int) -> Undoing:
    found = Undoing.objects.select_related("organisation", "merge__into", "merge__absorbed").filter(pk=key).first()
    if found is None:
        raise Missing("NO_UNDOING", text("intake.undoing.no_undoing"))
    return found


def _pages(page: Any, only: str) -> dict[str, Any]:
    keep = f"only={only}&" if only else ""
    return {
        "total": page.paginator.count, "first": f"?{keep}page=1" if page.number > 1 else "",
        "next": f"?{keep}page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
