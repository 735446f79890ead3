"""The screen where a steward says what the columns are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goodstanding.departments.standing import Standing
from goodstanding.intake import assigning
from goodstanding.intake.assigning import NOT_SAID
from goodstanding.intake.finding import find
from goodstanding.intake.views.desk import desk
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def columns(request: HttpRequest, standing: Standing, submission: UUID) -> HttpResponseBase:
    """Every column of the file with a field to choose; saved only when each has one."""
    found = find(standing, submission, "map_headers")
    listed: list[dict[str, Any]] = [
        {"header": column.header, "chosen": column.chosen, "wrong": False} for column in assigning.columns(found)
    ]
    name = found.mapping.name if found.mapping else here(text("intake.columns.default_name"))
    errors: list[dict[str, object]] = []
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:80] or name
        errors = _read(request, listed, assigning.kind_of(found).fields)
        if not errors:
            assigning.assign(found, {column["header"]: column["chosen"] for column in listed}, name=name, by=standing)
            messages.success(request, here(text("intake.columns.done")))
            return redirect("intake:submission", found.id)
    context = {"submission": found, "columns": listed, "fields": _choices(found), "name": name, "errors": errors}
    return render(request, "intake/columns.html", context, status=422 if errors else 200)


def _read(request: HttpRequest, listed: list[dict[str, Any]], fields: Any) -> list[dict[str, object]]:
    """Take over what was chosen; every column must be said, and no field twice."""
    errors: list[dict[str, object]] = []
    used: set[str] = set()
    for place, column in enumerate(listed):
        chosen = request.POST.get(f"column-{place}", NOT_SAID)
        column["chosen"] = chosen if chosen in {"", *fields} else NOT_SAID
        trouble: Text | None = None
        if column["chosen"] == NOT_SAID:
            trouble = text("intake.columns.need_all", header=column["header"])
        elif chosen and chosen in used:
            said, title = text("intake.columns.twice"), fields[chosen].title
            trouble = Text(said.zh.format(field=title.zh), said.en.format(field=title.en))
        used.add(chosen)
        if trouble is not None:
            column["wrong"] = True
            errors.append({"id": f"column-{place}", "text": trouble})
    return errors


def _choices(found: Any) -> list[tuple[str, str]]:
    """The kind's fields by title; required ones say so."""
    kept = [field for field in assigning.kind_of(found).fields.values() if field.privacy != "drop"]
    return [
        (field.code, here(text("intake.columns.required", title=here(field.title))) if field.required else here(field.title))
        for field in kept
    ]
