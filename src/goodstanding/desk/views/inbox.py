"""The inbox, and the picture of all that is open."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodstanding.departments.desk import desk
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.desk import alarming, listing
from goodstanding.desk.listing import WHEN, Row, Wanted
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

PAGE = 50
TONES = {"overdue": "bad", "today": "bad", "week": "wait", "later": "plain", "unknown": "bad", "none": "plain"}
WORKS = frozenset({"clerk", "steward", "head", "director"})
"""Roles something waits for; the others look at everything they may know of."""


@require_safe
@desk
def inbox(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Overdue on top, then what is due next."""
    wanted = wanted_of(request, standing)
    rows = listing.rows(listing.tasks(standing, wanted.scope), timezone.localdate())
    found = listing.chosen(rows, wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    departments = names(found)
    context = {
        "rows": [shown(row, departments) for row in page.object_list],
        "total": len(found),
        "wanted": wanted,
        "tiles": tiles(rows, wanted),
        "tabs": tabs(standing, wanted),
        "kinds": kinds(rows),
        "states": [(name, text("desk.when", name)) for name in WHEN],
        "filtered": bool(wanted.kind or wanted.when or wanted.department),
        "with_department": standing.is_centre,
        "lists": lists(standing),
        "alarm": alarming.shown(standing.role),
        "oversees": standing.role in OVERVIEW,
        "first": address(wanted) if page.number > 1 else "",
        "next": address(wanted, page=page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "desk/inbox.html", context)


OVERVIEW = frozenset({"clerk", "director", "head", "administrator", "auditor"})


@require_safe
@desk
def overview(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Open work by when it is due, by kind, by department."""
    rows = listing.rows(listing.tasks(standing, "all"), timezone.localdate())
    counted = listing.counts(rows)
    by_kind = Counter(listing.kind(row.task) for row in rows)
    late = Counter(listing.kind(row.task) for row in rows if row.when == "overdue")
    titles = dict(kinds(rows))
    bars = {
        "when": [
            bar(text("desk.when", name), counted[name], Wanted("all", when=name), TONES[name], max(counted.values())) for name in WHEN
        ],
        "kind": [
            bar(titles[name], n, Wanted("all", kind=name), "bad" if late[name] else "plain", max(by_kind.values()), late[name])
            for name, n in by_kind.most_common()
        ],
        "department": by_department(rows) if standing.is_centre else [],
    }
    context = {"bars": bars, "total": len(rows), "alarm": alarming.shown(standing.role)}
    return render(request, "desk/overview.html", context)


def by_department(rows: list[Row]) -> list[dict[str, Any]]:
    """Whose turn it is: the departments, and the centre."""
    known = names(rows)
    open_, late = Counter(whose(row) for row in rows), Counter(whose(row) for row in rows if row.when == "overdue")
    return [
        bar(named(known, name), n, Wanted("all", department=name), "bad" if late[name] else "plain", max(open_.values()), late[name])
        for name, n in open_.most_common()
    ]


def whose(row: Row) -> str:
    """As the filter writes it."""
    return str(row.task.department_id or "centre")


def bar(words: Text, n: int, wanted: Wanted, tone: str, most: int, late: int = 0) -> dict[str, Any]:
    """A bar that leads to what it counts."""
    tag = text("desk.overview.late", n=late) if late else None
    return {"text": words, "count": n, "url": address(wanted), "tone": tone, "tag": tag, "width": round(100 * n / most, 1) if most else 0}


def wanted_of(request: HttpRequest, standing: Standing) -> Wanted:
    """The filters of an address; nonsense is no filter."""
    scope, when = request.GET.get("scope", ""), request.GET.get("due", "")
    return Wanted(
        scope="all" if standing.role not in WORKS or scope == "all" else "mine",
        kind=request.GET.get("kind", ""),
        when=when if when in WHEN else "",
        department=request.GET.get("department", ""),
    )


def address(wanted: Wanted, **more: object) -> str:
    """The inbox with these filters."""
    said = {"scope": wanted.scope, "kind": wanted.kind, "due": wanted.when, "department": wanted.department, **more}
    return f"{reverse('desk:inbox')}?{urlencode({name: value for name, value in said.items() if value})}"


def tiles(rows: list[Row], wanted: Wanted) -> list[dict[str, Any]]:
    """How much there is, as numbers one can press."""
    counted = listing.counts(listing.chosen(rows, Wanted(wanted.scope, wanted.kind, department=wanted.department)))
    return [
        {
            "text": text("desk.tile", name),
            "n": counted[name],
            "tone": TONES[name],
            "url": address(Wanted(wanted.scope, wanted.kind, name, wanted.department)),
        }
        for name in WHEN
    ]


def tabs(standing: Standing, wanted: Wanted) -> list[dict[str, Any]]:
    """Mine or everybody's; none where they are the same."""
    if standing.role not in WORKS or standing.role == "head":
        return []
    return [
        {"text": text("desk.inbox.scope", scope), "url": address(Wanted(scope)), "current": wanted.scope == scope}
        for scope in ("mine", "all")
    ]


def kinds(rows: list[Row]) -> list[tuple[str, Text]]:
    """The kinds of work there are, by their name."""
    return sorted({listing.kind(row.task): row.task.what for row in rows}.items())


def lists(standing: Standing) -> list[dict[str, Any]]:
    """Where much of one kind is worked through at once."""
    found = [("issues", reverse("issues:list"))]
    if standing.role in {"clerk", "steward"}:
        found.append(("submissions", f"{reverse('intake:submissions')}?state=checked"))
    if standing.role == "clerk":
        found.append(("queue", reverse("intake:queue")))
    return [{"text": text("desk.lists", name), "url": url} for name, url in found]


def names(rows: list[Row]) -> dict[int, Department]:
    """The departments of these rows."""
    return Department.objects.in_bulk({row.task.department_id for row in rows if row.task.department_id})


def named(known: dict[int, Department], whose: str) -> Text:
    """A department's name, or the centre."""
    department = known.get(int(whose)) if whose.isdecimal() else None
    return Text(department.name, department.name_en or department.name) if department else text("desk.centre")


def shown(row: Row, departments: dict[int, Department]) -> dict[str, Any]:
    """A line of the inbox."""
    return {
        "task": row.task,
        "when": text("desk.when", row.when),
        "tone": TONES[row.when],
        "left": left(row),
        "department": named(departments, whose(row)),
    }


def left(row: Row) -> Text | None:
    """Working days left, or gone by, in words."""
    if row.when in {"unknown", "none", "today"} or not row.left:  # 0: over a weekend nothing has gone by, the mark alone says it
        return None
    return text("desk.left.over", n=-row.left) if row.when == "overdue" else text("desk.left.days", n=row.left)
