"""A list of numbers handed in; what was taken down; one of them; how fast departments are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.papers import reading
from goodstanding.papers.uploading import Uploads, uploaded
from goodstanding.records import reaching
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.rules.texts import Text
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import text
from goodstanding.withdrawals import draft, figures, finding
from goodstanding.withdrawals.draft import Draft
from goodstanding.withdrawals.models import TIMINGS, Withdrawal
from goodstanding.withdrawals.views.ending import LISTED, MANY
from goodstanding.withdrawals.views.reached import reached
from goodstanding.withdrawals.withdrawing import MOST

PAGE = 50
TONES = {"on_time": "good", "late": "bad", "unknown": "wait"}


@csrf_exempt  # Django would parse the file before it could be counted: checked in _numbers
@require_http_methods(["GET", "HEAD", "POST"])
@desk
def numbers(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Which decisions: their numbers, typed or as a file."""
    require(standing, "end_record", finding.own(standing))
    if request.method != "POST":
        return _numbers_page(request, standing, {"code": request.GET.get("department", "")})
    with uploaded(request) as uploads:
        return _numbers(request, standing, uploads)


@csrf_protect
def _numbers(request: HttpRequest, standing: Standing, uploads: Uploads) -> HttpResponseBase:
    typed, code = request.POST.get("numbers", ""), request.POST.get("department", "")
    department = finding.own(standing) or Department.objects.filter(code=code).first()
    try:
        written = [number for file in uploads.all("file") for number in finding.read_numbers(file.content)]
        looked = finding.look_up([*typed.splitlines(), *written], _known(department))
    except Refused as refused:
        return _numbers_page(request, standing, {"typed": typed, "code": code, "trouble": refused.why})
    if not looked.records:
        return _numbers_page(request, standing, {"typed": typed, "code": code, "trouble": text("withdrawals.refused.none_found")})
    kept = Draft(records=[str(one.pk) for one in looked.records], ended=len(looked.ended), unknown=looked.unknown[:LISTED])
    draft.keep(request, MANY, kept)
    return redirect("withdrawals:many")


def _known(department: Department | None) -> Department:
    if department is None:
        raise Missing("NO_SUCH_DEPARTMENT", text("withdrawals.refused.no_such_department"))
    return department


def _numbers_page(request: HttpRequest, standing: Standing, typed: dict[str, Any]) -> HttpResponseBase:
    trouble = typed.get("trouble")
    context = {
        **typed, "most": MOST, "errors": [{"id": "numbers", "text": trouble}] if trouble else [],
        "departments": [] if finding.own(standing) else [(one.code, named(one)) for one in Department.objects.all()],
    }  # fmt: skip
    return render(request, "withdrawals/numbers.html", context, status=422 if trouble else 200)


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """The latest first."""
    require(standing, "see_record", finding.own(standing))
    found = finding.seen_by(standing)
    if (timing := request.GET.get("timing", "")) in TIMINGS:
        found = found.timing(timing)
    if code := request.GET.get("department", ""):
        found = found.filter(department__code=code)
    if (year := request.GET.get("year", "")).isascii() and year.isdigit():
        found = found.filter(at__year=min(int(year), 9998))
    page = Paginator(found.order_by("-at", "pk"), PAGE).get_page(request.GET.get("page"))
    columns = [text("withdrawals.list", name) for name in ("number", "kind", "department", "records", "effective", "done", "timing")]
    context = tables.pages(page, request) | {
        "table": Table(text("withdrawals.list.caption", n=page.paginator.count), columns, [_row(one) for one in page.object_list]),
        "may_end": may(standing, "end_record", finding.own(standing)), "may_regime": may(standing, "end_by_regime"),
    }  # fmt: skip
    return render(request, "withdrawals/list.html", context)


@require_safe
@desk
def withdrawal(request: HttpRequest, standing: Standing, number: UUID) -> HttpResponseBase:
    """What was taken down, why, in time or late; and the new decision, once it has come."""
    found = finding.find(standing, number)
    page = Paginator(found.ended(), PAGE).get_page(request.GET.get("page"))
    rows = [
        (Cell(one.decision_no, reverse("intake:record", args=[one.pk])), Cell(one.organisation.name, chinese=True))
        for one in page.object_list
    ]
    columns = [text("withdrawals.page", name) for name in ("record", "organisation")]
    context = tables.pages(page, request) | {
        "withdrawal": found, "timing": text("withdrawals.timing", found.timing), "tone": TONES[found.timing],
        "department": named(found.department), "table": Table(text("withdrawals.page.records"), columns, rows),
        "successors": finding.successors(found)[:LISTED], "ground": text("records.ended", found.because),
        "reached": reached(reaching.kept_with(found.pk)),
    }  # fmt: skip
    return render(request, "withdrawals/withdrawal.html", context)


@require_safe
@desk
def paper(request: HttpRequest, standing: Standing, number: UUID) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """The document it rests on."""
    found = finding.find(standing, number)
    if found.paper is None:
        raise Missing("NO_SUCH_PAPER", text("withdrawals.refused.no_such_paper"))
    return reading.response(found.paper)


@require_safe
@desk
def speed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Takings down by department, in time and late; every number opens its rows."""
    require(standing, "see_record", finding.own(standing))
    known = figures.years(standing) or [timezone.localdate().year]
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in known else known[0]
    columns = [
        text("withdrawals.list.department"), *(text("withdrawals.timing", name) for name in TIMINGS), text("withdrawals.list.records"),
    ]  # fmt: skip
    rows = [(Cell(named(line.department)), *_numbers_of(line, year), tables.number(line.records)) for line in figures.lines(standing, year)]
    table = Table(text("withdrawals.speed.caption", year=year), columns, rows)
    return render(request, "withdrawals/speed.html", {"table": table, "year": year, "years": known})


def _numbers_of(line: figures.Line, year: int) -> list[Cell]:
    """Each number with the address of what it counts."""
    url = f"{reverse('withdrawals:list')}?department={line.department.code}&year={year}&timing="
    return [
        tables.number(line.counts[name], f"{url}{name}", tables.joined(text("withdrawals.timing", name), named(line.department)))
        for name in TIMINGS
    ]


def _row(one: Withdrawal) -> tuple[Cell, ...]:
    return (
        tables.key(one.number, reverse("withdrawals:withdrawal", args=[one.pk])), Cell(text("withdrawals.kind", one.because)),
        Cell(named(one.department)), tables.number(one.records), tables.day(one.effective_on), tables.moment(one.at),
        Cell(text("withdrawals.timing", one.timing), tone=TONES[one.timing]),
    )  # fmt: skip


def named(department: Department) -> Text:
    """A department's name; its Chinese one where it has no other."""
    return Text(department.name, department.name_en or department.name)
