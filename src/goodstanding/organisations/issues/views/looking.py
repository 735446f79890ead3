"""The list of issues, and one of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodstanding.departments.allowing import may
from goodstanding.departments.desk import desk
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.ledger.models import Entry
from goodstanding.organisations.issues import closing, listing, saying
from goodstanding.organisations.issues.answering import KEPT
from goodstanding.organisations.issues.codes import TAKEN_OVER
from goodstanding.organisations.models import ISSUES, CodeIssue
from goodstanding.rules.texts import Text
from goodstanding.ui.templatetags.texts import day
from goodstanding.ui.texts import text

PAGE = 50
TONES = {"open": "wait", "answered": "note", "corrected": "good", "kept": "plain", "dismissed": "plain"}


@require_safe
@desk
def issues(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What waits, the nearest day first; what is over, the latest first."""
    wanted = wanted_of(request.GET)
    page = Paginator(listing.listed(standing, wanted), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "rows": shown(page.object_list),
        "total": page.paginator.count,
        "wanted": wanted,
        "tiles": tiles(standing),
        "kinds": [(kind, text("organisations.issues.kind", kind)) for kind in ISSUES],
        "states": [(state, text("organisations.issues.state", state)) for state in listing.STATES],
        "departments": [(one.code, named(one)) for one in Department.objects.filter(code_issues__isnull=False).distinct()],
        "is_centre": standing.is_centre,
        "may_answer": standing.role in {"steward", "clerk"},
        "may_name": may(standing, "name_registrars"),
        "query": query.urlencode(),
        "filtered": any((wanted.state, wanted.kind, wanted.department, wanted.late, wanted.code)),
        "first": f"?{query.urlencode()}" if page.number > 1 else "",
        "next": f"?{query.urlencode()}&page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "organisations/issues/list.html", context)


@require_safe
@desk
def issue(request: HttpRequest, standing: Standing, number: int) -> HttpResponseBase:
    """What is wrong in plain words, whose it is, where it was seen, what has been said, what can be done."""
    found = listing.find(standing, number)
    return render(request, "organisations/issues/issue.html", page_of(found, standing))


def page_of(found: CodeIssue, standing: Standing) -> dict[str, Any]:
    """What the page of an issue shows."""
    settles = may(standing, "settle_issue", found)
    return {
        "issue": found,
        "kind": saying.kind_of(found),
        "what": saying.what(found),
        "rules": saying.rules(found),
        "drawn": saying.drawn(found.code),
        "likely": saying.likely(found),
        "tone": TONES[found.state],
        "late": is_late(found),
        "facts": facts(found),
        "bodies": [body for body in (found.organisation, found.other) if body],
        "places": saying.places(found),
        "more": max(found.evidence.get("seen", 0) - len(found.evidence.get("places", [])), 0),
        "takes_over": found.organisation is not None and found.kind in TAKEN_OVER,
        "may_answer": found.state == "open" and may(standing, "answer_issue", found),
        "may_decide": settles and found.state == "answered",
        "may_assign": settles and found.state == "open",
        "keeps": found.operation == KEPT,
        "exceptable": closing.exceptable(found),
        "history": history(found),
    }


def facts(found: CodeIssue) -> list[dict[str, Text | str]]:
    """Whose it is and until when, then the answer where there is one."""
    rows: list[tuple[str, Text | str]] = [
        ("department", named(found.department) if found.department else text("organisations.issues.page.nobody")),
        ("due", day(found.due_on) if found.due_on else text("organisations.issues.page.no_day")),
        ("found_in", saying.source(found)),
        ("opened", day(found.opened_at)),
    ]
    if found.name:
        rows.insert(0, ("name", found.name))
    if found.operation:
        rows.append(("operation", text("organisations.issues.operation", found.operation)))
        rows += [(name, value) for name, value in (("new_code", found.new_code), ("answer", found.answer)) if value]
    if found.returned_because and found.state == "open":
        rows.append(("returned", found.returned_because))
    return [{"key": text("organisations.issues.page", key), "value": value} for key, value in rows]


def history(found: CodeIssue) -> list[dict[str, Any]]:
    """The ledger's entries, first to last."""
    entries = Entry.objects.filter(subject="organisations.codeissue", subject_id=str(found.pk), event__startswith="code_issue:").order_by(
        "id"
    )
    return [
        {
            "at": entry.at,
            "what": text("organisations.issues.event", entry.event.partition(":")[2]),
            "who": text("organisations.issues.page.system") if entry.role == "system" else entry.label,
            "because": entry.because,
        }
        for entry in entries
    ]


def tiles(standing: Standing) -> list[dict[str, Any]]:
    """What there is to do, as numbers."""
    counted, here = listing.counts(standing), reverse("issues:list")
    wanted = [
        ("open", "?state=open", "wait"),
        ("late", "?late=1", "bad"),
        ("answered", "?state=answered", "wait"),
        ("closed", "?state=closed", "plain"),
    ]
    if standing.is_centre:
        wanted.insert(2, ("unowned", "?state=open&department=none", "bad"))
    return [
        {"text": text("organisations.issues.tile", name), "n": counted[name], "url": f"{here}{query}", "tone": tone}
        for name, query, tone in wanted
    ]


def shown(found: Iterable[CodeIssue]) -> list[dict[str, Any]]:
    """Rows of a table of issues."""
    return [
        {
            "issue": one,
            "kind": saying.kind_of(one),
            "name": one.organisation.name if one.organisation else one.name,
            "department": named(one.department) if one.department else text("organisations.issues.page.nobody"),
            "state": text("organisations.issues.state", one.state),
            "tone": TONES[one.state],
            "late": is_late(one),
        }
        for one in found
    ]


def is_late(found: CodeIssue) -> bool:
    """The same comparison as ``listing.late``."""
    return found.state == "open" and found.due_on is not None and found.due_on < timezone.localdate()


def wanted_of(query: QueryDict) -> listing.Wanted:
    """A list's filters out of an address."""
    return listing.Wanted(
        state=query.get("state", ""), kind=query.get("kind", ""), department=query.get("department", ""), late=query.get("late") == "1",
        month=month_of(query.get("month", "")), code=query.get("code", "").strip().upper()[:40],
    )  # fmt: skip


def month_of(written: str) -> date | None:
    """``2026-11`` as its first day."""
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        return None


def named(department: Department) -> Text:
    """A department's name; its Chinese one where it has no other."""
    return Text(department.name, department.name_en or department.name)
