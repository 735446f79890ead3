"""Many codes at once: a table, or a file to keep."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from goodstanding.portal.caching import unindexed
from goodstanding.portal.many_codes import MOST, as_file, verdicts
from goodstanding.rules.codes.words import word
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
TONES = {"right": "good", "unchecked": "wait"}


@csrf_exempt  # changes nothing and knows nobody: a visitor needs no cookie for it
@require_http_methods(["GET", "HEAD", "POST"])
@unindexed
def codes(request: HttpRequest) -> HttpResponse:
    """Judge the lines of ``codes``; ``as`` csv or xlsx gives the file. What was pasted is not kept, personal numbers are not repeated."""
    lines = request.POST.get("codes", "").rstrip().splitlines()
    problem = _problem(lines) if request.method == "POST" else None
    if problem or not lines:
        return _page(request, problem)
    table = verdicts(lines)
    form = request.POST.get("as", "")
    if form in TYPES:
        return _file(as_file(table, form), form)
    rows = table.to_pylist()
    counted = [(word("verdict", verdict), n) for verdict, n in Counter(row["verdict"] for row in rows).most_common()]
    return _page(request, None, rows=list(map(_shown, rows)), counted=counted, typed="\n".join(row["code"] for row in rows))


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """A line of the answer in words."""
    return row | {
        "says": word("verdict", row["verdict"]), "title": word("kind", row["kind"]), "tone": TONES.get(row["verdict"], "bad"),
        "way": word("how", row["how"]) if row["how"] else "", "why": Text(row["reasons_zh"], row["reasons_en"]),
    }  # fmt: skip


def _problem(lines: list[str]) -> Text | None:
    if not any(line.strip() for line in lines):
        return text("portal.codes.none")
    return text("portal.codes.too_many", n=len(lines), most=MOST) if len(lines) > MOST else None


def _page(request: HttpRequest, problem: Text | None, **more: Any) -> HttpResponse:
    errors = [{"id": "codes", "text": problem}] if problem else []
    response = render(request, "portal/codes.html", {"errors": errors, "most": MOST, **more}, status=400 if problem else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


def _file(content: bytes, form: str) -> HttpResponse:
    name = f"{here(text('portal.codes.file'))}.{form}"
    disposition = f"attachment; filename=\"codes.{form}\"; filename*=UTF-8''{quote(name)}"
    return HttpResponse(content, content_type=TYPES[form], headers={"Content-Disposition": disposition, "Cache-Control": "no-store"})
