"""The report on screen, and as a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goodstanding.departments.standing import Standing
from goodstanding.intake import reporting
from goodstanding.intake.finding import find
from goodstanding.intake.models import Submission
from goodstanding.intake.reporting import PAGE
from goodstanding.intake.views.desk import desk
from goodstanding.rules.findings import title
from goodstanding.rules.loading import load
from goodstanding.ui.pictures import lengths
from goodstanding.ui.texts import text


@require_safe
@desk
def report(request: HttpRequest, standing: Standing, submission: UUID) -> HttpResponseBase:
    """Line by line, all problems or one kind of them, the most common first."""
    found = find(standing, submission)
    rule = request.GET.get("rule") or None
    place = reporting.offset_of(request.GET.get("from", ""))
    page = reporting.findings(found, rule=rule, level=None, offset=place, limit=PAGE, together=True)
    keep = {"rule": rule} if rule else {}
    first = f"?{urlencode(keep)}" if request.GET.get("from") else ""
    following = f"?{urlencode(keep | {'from': page.next})}" if page.next else ""
    context = {
        "submission": found,
        "bars": bars(found, rule),
        "findings": page.lines,
        "total": page.total,
        "first": first,
        "next": following,
    }
    return render(request, "intake/report.html", context)


@require_safe
@desk
def workbook(request: HttpRequest, standing: Standing, submission: UUID) -> FileResponse:  # noqa: ARG001 - a view's signature
    """The steward's own workbook, marked."""
    return reporting.download(find(standing, submission), "xlsx")


@require_safe
@desk
def as_json(request: HttpRequest, standing: Standing, submission: UUID) -> FileResponse:  # noqa: ARG001 - a view's signature
    """The report for a program."""
    return reporting.download(find(standing, submission), "json")


def bars(found: Submission, chosen: str | None) -> list[dict[str, Any]]:
    """One for each check that found something, as long as its share, the most common first; "all" before them."""
    catalogue = load(settings.CITY_CATALOGUE)
    kind = catalogue.kinds[found.kind]
    here = reverse("intake:report", args=[found.id])
    by_rule = sorted(found.found.get("by_rule", {}).items(), key=lambda pair: (-pair[1], pair[0]))
    each = []
    for (rule, n), width in zip(by_rule, lengths([n for _, n in by_rule]), strict=True):
        known = catalogue.rule(rule, kind)
        level = known.level if known else "info"
        tag = {"tag": text("intake.level", level), "tone": reporting.TONES[level]}
        place = {"url": f"{here}?rule={rule}", "current": rule == chosen}
        each.append({"text": title(rule, kind, catalogue), "count": n, "width": width, **place, **tag})
    everything = {"text": text("intake.report.all"), "url": here, "current": chosen is None, "count": sum(n for _, n in by_rule)}
    return [everything, *each] if each else []
