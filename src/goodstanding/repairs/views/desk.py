"""The deciding department's side: what waits, one case, its papers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.repairs import accepting, finding, saying
from goodstanding.repairs.finding import Wanted
from goodstanding.repairs.models import Repair
from goodstanding.repairs.views.following import _paper
from goodstanding.repairs.views.showing import case_page
from goodstanding.rules.procedure import open_to
from goodstanding.ui import tables
from goodstanding.ui.texts import here, text

PAGE = 50
ORDER = ("open", "filed", "accepted", "granted", "declined", "refused", "withdrawn", "closed", "barred")
DECISIONS = ("accept", "refuse", "grant", "decline", "extend", "bar", "lift_bar")


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What is due first comes first."""
    require(standing, "see_repair", _own(standing))
    wanted = Wanted(
        state=request.GET.get("state", "open"), department=request.GET.get("department", ""), late=request.GET.get("late") == "1"
    )
    page = Paginator(finding.listed(standing, wanted), PAGE).get_page(request.GET.get("page"))
    context = tables.pages(page, request) | {
        "rows": [_row(one, standing) for one in page.object_list], "wanted": wanted,
        "tiles": _tiles(standing),
        "states": [(state, text("repairs.list.open") if state == "open" else text("repairs.state", state)) for state in ORDER],
        "departments": [(one.code, saying.named(one)) for one in Department.objects.filter(repairs__isnull=False).distinct()],
        "is_centre": standing.is_centre, "may_accept": may(standing, "decide_repair", _own(standing)),
    }  # fmt: skip
    return render(request, "repairs/list.html", context)


@require_safe
@desk
def case(request: HttpRequest, standing: Standing, number: UUID) -> HttpResponseBase:
    """One application: its clocks, what is known, what was handed in, what can be done."""
    repair = finding.find(standing, number)
    context = case_page(repair, "repairs:paper", repair.pk) | {"actions": actions(repair, standing)}
    return render(request, "repairs/case.html", context)


@require_safe
@desk
def paper(request: HttpRequest, standing: Standing, number: UUID, paper: UUID) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """A paper, as a file to keep."""
    return _paper(finding.find(standing, number), paper)


@require_POST
@desk
def accept_many(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Those chosen that are complete; the others stay, with the reason."""
    require(standing, "decide_repair", _own(standing))
    known = {str(one.pk): one for one in finding.seen_by(standing).filter(state="filed")}
    chosen = [known[number] for number in dict.fromkeys(request.POST.getlist("repair")) if number in known]
    done = accepting.accept_many(chosen, by=standing)
    messages.success(request, here(text("repairs.done.accepted_many", n=len(done.accepted))))
    for repair, refused in done.left:
        messages.warning(request, here(text("repairs.done.left", number=repair.number, why=refused.why)))
    return redirect("repairs:list")


def actions(repair: Repair, standing: Standing) -> list[dict[str, Any]]:
    """The buttons: what the procedure and the standing allow now."""
    needed = dict.fromkeys(DECISIONS, "decide_repair") | {"extend": "extend_repair", "lift_bar": "extend_repair"}
    open_now = set(open_to("repair", repair.state, standing.role))
    bar = getattr(repair, "bar", None)
    if bar is not None and bar.lifted_on is None and bar.until >= timezone.localdate():
        open_now.add("lift_bar")
    return [
        {"text": text("repairs.decide", name, "title"), "url": reverse("repairs:decide", args=[repair.pk, name]), "name": name}
        for name in DECISIONS
        if name in open_now and may(standing, needed[name], repair) and not (name == "extend" and repair.extended_at)
    ]


def _own(standing: Standing) -> Department | None:
    return Department.objects.filter(pk=standing.department_id).first() if standing.department_id else None


def _row(repair: Repair, standing: Standing) -> dict[str, Any]:
    return {
        "repair": repair, "state": text("repairs.state", repair.state), "tone": saying.TONES[repair.state], "left": saying.left(repair),
        "late": saying.is_late(repair), "department": saying.named(repair.department),
        "choose": repair.state == "filed" and may(standing, "decide_repair", repair) and accepting.complete(repair),
    }  # fmt: skip


def _tiles(standing: Standing) -> list[dict[str, Any]]:
    counted, list_url = finding.counts(standing), reverse("repairs:list")
    wanted = (("late", "?late=1", "bad"), ("filed", "?state=filed", "wait"), ("accepted", "?state=accepted", "wait"))
    return [
        {"text": text("repairs.tile", name), "n": counted[name], "url": f"{list_url}{query}", "tone": tone} for name, query, tone in wanted
    ]
