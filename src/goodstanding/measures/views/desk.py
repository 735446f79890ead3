"""The desk: the catalogue, the try-out before anything is adopted, and the cases."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.measures import finding, letters, publishing, saying, trying
from goodstanding.measures import standing as force
from goodstanding.measures.catalogue import said_of, title_of
from goodstanding.measures.finding import Wanted
from goodstanding.measures.models import Adoption, Application
from goodstanding.organisations.searching.wording import label
from goodstanding.papers import reading
from goodstanding.rules.procedure import open_to
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import text

PAGE = 50
ORDER = ("open", "proposed", "notified", "answered", "in_force", "applied", "dropped", "ended")
DEEDS = {"notify": "notify", "apply": "decide", "grant": "decide", "drop": "drop", "end": "end"}
"""A step of the procedure -> the form that takes it."""


@require_safe
@desk
def catalogue(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What there is, who has adopted it, and what this department has."""
    finding.see_measures(standing)
    side = request.GET.get("side", "")
    own = {
        one.kind_id: one
        for one in Adoption.everything.filter(department_id=standing.department_id or 0, state__in=("proposed", "adopted")).order_by(
            "-state"
        )
    }
    rows = [
        {
            "shown": one,
            "own": own.get(one.kind.pk),
            "state": text("measures.adoption", own[one.kind.pk].state) if one.kind.pk in own else None,
        }
        for one in publishing.catalogue(side=side)
    ]
    tabs = [
        {"text": words, "url": f"?side={code}", "current": side == code, "count": None}
        for code, words in (("", text("measures.public.all")), *((one, text("measures.side", one)) for one in ("restriction", "incentive")))
    ]
    context = {"rows": rows, "tabs": tabs, "may_propose": may(standing, "propose_measure", _own(standing))}
    return render(request, "measures/catalogue.html", context)


@require_safe
@desk
def try_first(request: HttpRequest, standing: Standing, code: str) -> HttpResponseBase:
    """How many it could concern, of which kind and place, and what overlaps."""
    finding.see_measures(standing)
    kind, said = finding.find_kind(code), said_of(code)
    figures = trying.try_out(kind)
    context = {
        "kind": kind, "title": said.title, "facts": saying.of_kind(kind, said), "figures": figures,
        "trades": [(label("category", one.code) if one.code else text("measures.try.nothing"), one.n) for one in figures.trades],
        "places": [(label("district", one.code) if one.code else text("measures.try.nothing"), one.n) for one in figures.places],
        "overlaps": [(title_of(one.kind), one) for one in figures.overlaps], "halted": saying.halt_of(kind),
        "may_propose": may(standing, "propose_measure", _own(standing)),
    }  # fmt: skip
    return render(request, "measures/try.html", context)


@require_safe
@desk
def adoption(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """One adoption: who, what, until when, the figures it was proposed with."""
    found = finding.find_adoption(standing, pk)
    steps = open_to("measure", found.state, standing.role)
    deeds = [one for one in steps if may(standing, "adopt_measure" if one != "decline" else "propose_measure", found)]
    actions = [_action("measures:adoption_deed", found.pk, "end_adoption" if one == "end" else one) for one in deeds]
    if found.state == "adopted" and may(standing, "propose_application", found):
        actions.insert(0, {"text": text("measures.adoption_page.apply"), "url": reverse("measures:begin", args=[found.pk])})
    context = {
        "adoption": found, "state": text("measures.adoption", found.state), "tone": saying.ADOPTION_TONES[found.state],
        "facts": saying.of_adoption(found), "actions": actions, "history": saying.history(found), "halted": saying.halt_of(found.kind),
        "in_force": Application.everything.in_force().filter(adoption=found).count(), "figures": found.figures,
    }  # fmt: skip
    return render(request, "measures/adoption.html", context)


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Cases, what is due first comes first."""
    require(standing, "see_application", _own(standing))
    wanted = Wanted(
        state=request.GET.get("state", "open"), department=request.GET.get("department", ""), kind=request.GET.get("kind", ""),
        side=request.GET.get("side", ""), late=request.GET.get("ripe") == "1",
    )  # fmt: skip
    page = Paginator(finding.listed(standing, wanted), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    kinds = finding.seen_by(standing).order_by("kind_id").values_list("kind_id", flat=True).distinct()
    context = {
        "rows": _rows(list(page.object_list)), "total": page.paginator.count, "wanted": wanted, "tiles": _tiles(standing),
        "states": [(one, text("measures.list.open") if one == "open" else text("measures.state", one)) for one in ORDER],
        "kinds": [(code, title_of(code)) for code in kinds],
        "departments": [(one.code, saying.named(one)) for one in Department.objects.filter(applications__isnull=False).distinct()],
        "is_centre": standing.is_centre, "first": f"?{query.urlencode()}" if page.number > 1 else "",
        "next": f"?{query.urlencode()}&page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
    return render(request, "measures/list.html", context)


@require_safe
@desk
def case(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """One case: what it rests on, what was said, what can be done."""
    found = finding.find(standing, pk)
    steps = [one for one in open_to("application", found.state, standing.role) if may(standing, _right(one), found)]
    skipped = {"notify", "apply"} if found.side == "incentive" else {"grant"}
    if not found.may_be_decided():
        skipped |= {"apply", "grant"}
    actions = [_action("measures:deed", found.pk, DEEDS[one]) for one in steps if one in DEEDS and one not in skipped]
    return render(request, "measures/case.html", saying.case_page(found) | {"actions": actions})


@require_safe
@desk
def letter(request: HttpRequest, standing: Standing, pk: UUID, name: str) -> HttpResponseBase:
    """The notice or the decision, to print."""
    found = finding.find(standing, pk)
    if name not in letters.there(found):
        raise Missing("NO_LETTER", text("measures.refused.no_letter"))
    return render(request, "notices/letter.html", {"letter": letters.made(found, name), "back": reverse("measures:case", args=[found.pk])})


@require_safe
@desk
def paper(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """The proof of service."""
    found = finding.find(standing, pk)
    if found.notified_paper is None:
        raise Missing("NO_PAPER", text("measures.refused.no_paper"))
    return reading.response(found.notified_paper)


def _rows(applications: list[Application]) -> list[dict[str, Any]]:
    disputed = force.open_disputes(applications)
    rows = []
    for one in applications:
        why = force.why_not(one) if one.state == "applied" else None
        state, tone = saying.state_of(one, why)
        until = one.ends_on if one.decided_on else one.answer_until
        rows.append(
            {
                "case": one, "state": state, "tone": tone, "measure": title_of(one.kind_id), "department": saying.named(one.department),
                "until": until, "unknown": one.state == "notified" and until is None, "disputed": one.pk in disputed,
            }
        )  # fmt: skip
    return rows


def _tiles(standing: Standing) -> list[dict[str, Any]]:
    counts = finding.counts(standing)
    tiles = (
        ("to_notify", "proposed", "?state=proposed&side=restriction", "wait"), ("running", "notified", "?state=notified", "plain"),
        ("ripe", "ripe", "?ripe=1", "wait"), ("in_force", "in_force", "?state=in_force", "plain"),
    )  # fmt: skip
    return [{"text": text("measures.list", key), "n": counts[name], "url": url, "tone": tone} for key, name, url, tone in tiles]


def _right(step: str) -> str:
    return "decide_application" if step in {"apply", "grant"} else "propose_application"


def _action(view: str, pk: UUID, deed: str) -> dict[str, Any]:
    words = text("measures.decide.title") if deed == "decide" else text("measures.deed", deed, "title")
    return {"text": words, "url": reverse(view, args=[pk, deed])}


def _own(standing: Standing) -> Department | None:
    return Department.objects.filter(pk=standing.department_id).first() if standing.department_id else None
