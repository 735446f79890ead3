"""Everything about us: what shows, what does not and why, from whom, until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodstanding.checks import ours as checks
from goodstanding.departments.standing import Standing
from goodstanding.lists import standing as entries
from goodstanding.measures import standing as measures
from goodstanding.measures.catalogue import title_of
from goodstanding.notices import reading
from goodstanding.organisations import families, statuses
from goodstanding.organisations.finding import code_of
from goodstanding.organisations.models import Organisation
from goodstanding.ours import records
from goodstanding.ours.records import STATES, Wanted
from goodstanding.portal.coverage import covered
from goodstanding.portal.loaded import catalogue
from goodstanding.representing import cases
from goodstanding.representing.acting import ours
from goodstanding.ui.texts import text

PAGE = 50
FEW = 5
TABS = ("overview", "cases", "powers", "looked")


@require_safe
@ours
def overview(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:
    """A page of records, what waits, and the newest notices."""
    members, wanted = families.members(organisation.pk), Wanted.of(request.GET)
    page = Paginator(records.narrowed(records.about(members), wanted), PAGE).get_page(request.GET.get("page"))
    query = f"state={wanted.state}&kind={wanted.kind}"
    waiting = [one for one in cases.of(members) if one.open]
    context = frame(organisation, standing, "overview") | {
        "lines": records.lines(page.object_list), "total": page.paginator.count, "wanted": wanted, "today": timezone.localdate(),
        "tiles": tiles(organisation, records.counts(members), len(waiting)), "waiting": waiting[:FEW], "coverage": covered(),
        "states": [(state, text("ours.filter", state)) for state in STATES],
        "kinds": [(code, kind.title) for code, kind in catalogue().kinds.items()],
        "entries": entries.of_body(members), "applied": applied(organisation), **checked(members),
        "notices_few": reading.of(standing.user_id)[:FEW] if standing.role == "representative" and standing.user_id else [],
        "first": f"?{query}" if page.number > 1 else "", "next": f"?{query}&page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
    return render(request, "ours/overview.html", context)


def applied(organisation: Organisation) -> list[dict[str, Any]]:
    """Measures and incentives in force for it today: which, by whom, until when, and the page that says why."""
    return [
        {
            "title": title_of(one.kind_id), "department": one.department.name, "until": one.ends_on,
            "url": reverse("measures:ours", args=[code_of(organisation), one.pk]),
        }
        for one in measures.of_body(organisation.pk)
    ]  # fmt: skip


def checked(members: Sequence[int]) -> dict[str, Any]:
    """谁查询过我们: the newest checks by departments, and how many there are."""
    found = checks.of(members)
    return {"checks": checks.lines(found[:FEW]), "checks_total": found.count()}


def frame(organisation: Organisation, standing: Standing, tab: str) -> dict[str, Any]:
    """What every page of an organisation's own has: its name, how it stands, its tabs, and whether it is the clerk who looks."""
    code = code_of(organisation)
    return {
        "organisation": organisation, "code": code, "at_window": standing.role == "clerk", "at_audit": standing.role == "auditor",
        "status": statuses.label(organisation.status), "closed": organisation.status in statuses.closed(),
        "may_act": standing.role in {"representative", "clerk"},
        "tabs": [
            {"text": text("ours.tab", name), "url": reverse(f"ours:{name}", args=[code]), "current": name == tab, "count": None}
            for name in TABS
        ],
    }  # fmt: skip


def tiles(organisation: Organisation, counted: dict[str, int], waiting: int) -> list[dict[str, Any]]:
    """How much there is of what."""
    code = code_of(organisation)
    here = reverse("ours:overview", args=[code])
    each = [{"text": text("ours.filter", state), "n": counted[state], "url": f"{here}?state={state}", "tone": "plain"} for state in STATES]
    return [*each, {"text": text("ours.tile.cases"), "n": waiting, "url": reverse("ours:cases", args=[code]), "tone": "wait"}]
