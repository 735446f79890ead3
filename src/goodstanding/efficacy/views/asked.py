"""Which year, side, measure and department a page of figures is about."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

from goodstanding.departments.models import Department
from goodstanding.efficacy import counting, counting_checks, showing
from goodstanding.efficacy.counting import SIDES, Scope
from goodstanding.efficacy.counting_checks import Asked
from goodstanding.lists.saying import named
from goodstanding.measures.catalogue import rules, title_of
from goodstanding.ui.texts import text


def scope(request: HttpRequest, within: int | None = None) -> Scope:
    """From the address; what makes no sense is left out."""
    year, kind, side = (request.GET.get(name, "") for name in ("year", "kind", "side"))
    known = counting.years()
    return Scope(
        year=int(year) if year.isascii() and year.isdigit() and int(year) in known else known[0], side=side if side in SIDES else "",
        kind=kind if kind in rules().measures else "", department=request.GET.get("department", "")[:18].replace("\0", ""), within=within,
    )  # fmt: skip


def checks(request: HttpRequest, chosen: Scope, *, hidden: bool) -> Asked:
    """The same year and department, of checks."""
    purpose = request.GET.get("purpose", "")
    return Asked(
        year=chosen.year, purpose=purpose if purpose in rules().purposes else "", measure=chosen.kind, department=chosen.department,
        within=chosen.within, hidden=hidden,
    )  # fmt: skip


def filters(request: HttpRequest, chosen: Scope, *, everybody: bool) -> dict[str, Any]:
    """What the form of a page offers; departments only where somebody sees more than one."""
    holders = Department.objects.filter(adoptions__isnull=False).distinct().order_by("code") if everybody else Department.objects.none()
    tabs = [
        {"text": text("efficacy.side", code or "all"), "url": address(request, side=code), "current": chosen.side == code, "count": None}
        for code in ("", *SIDES)
    ]
    return {
        "scope": chosen, "years": counting.years(), "tabs": tabs, "departments": [(one.code, named(one)) for one in holders],
        "kinds": [(code, title_of(code)) for code, one in rules().measures.items() if not chosen.side or one.side == chosen.side],
    }  # fmt: skip


def address(request: HttpRequest, **changed: str) -> str:
    """This page, with something else chosen."""
    query = {name: request.GET[name] for name in ("year", "side", "kind", "department") if request.GET.get(name)} | changed
    return f"?{urlencode({name: value for name, value in query.items() if value})}"


def tables(found: Any, said: Any, measures: Any, *, opens: Any, opens_checks: Any) -> dict[str, Any]:
    """Everything a page shows; what is empty is left out."""
    public = opens is None
    whose = showing.departments(row.department for row in (*found, *said, *measures))
    names = [one for one in counting_checks.FIGURES if not (public and one == counting_checks.SILENT)]
    made = {
        "used": showing.used(found, whose, opens),
        "dropped": showing.broken_down(found, whose, "dropped", opens),
        "ended": showing.broken_down(found, whose, "ended", opens),
        "by_purpose": showing.checks(said, whose, "purpose", names, opens_checks),
        "by_measure": showing.checks(measures, whose, "kind", counting_checks.ON_MEASURES, opens_checks),
    }
    return {name: table if table.rows else None for name, table in made.items()} | {
        "applied_bars": showing.applied_bars(found, opens), "ended_bars": showing.ended_bars(found, opens),
        "outcome_bars": showing.outcome_bars(said, opens_checks),
    }  # fmt: skip
