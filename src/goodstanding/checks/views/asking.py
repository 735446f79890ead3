"""The desk asks about one organisation: by code, or found by name; what for; the matter. The answer is its receipt."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.checks import asking, granting, history, shown
from goodstanding.checks.forms import AskForm
from goodstanding.checks.views.tabs import tabs
from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.organisations import searching
from goodstanding.organisations.finding import by_code
from goodstanding.organisations.searching import presenting
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

PAGE, FEW, LATEST = 20, 8, 5


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def ask(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """One code, one purpose, one matter; what was asked last stands beneath."""
    department = history.own(standing)
    require(standing, "check", department)
    held = granting.held(standing.department_id)
    initial = {name: request.GET.get(name, "")[:200] for name in ("code", "matter", "purpose") if request.GET.get(name)}
    form = AskForm(held, sent(request), initial=initial)
    errors: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            (made,) = asking.ask([said["code"]], purpose=said["purpose"], matter=said["matter"], by=standing)
        except Refused as refused:
            errors = [{"id": "id_purpose_0" if refused.status < 500 else "", "text": refused.why}]
        else:
            return redirect("checks:receipt", made.pk)
    code = str(form["code"].value() or "")
    context = {
        "form": form, "errors": errors, "held": held, "tabs": tabs(standing, "ask"), "department": department, "centre": settings.CENTRE,
        "whom": by_code(code) if code else None,
        "table": shown.table(history.listed(standing, history.Wanted())[:LATEST], whose=False, titled=False),
    }  # fmt: skip
    return render(request, "checks/ask.html", context, status=422 if errors or (form.is_bound and form.errors) else 200)


@require_safe
@desk
def find(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """By name, as everywhere. A personal number is neither searched nor kept in the address."""
    require(standing, "check", history.own(standing))
    asked = searching.understand(request.GET.get("q", ""))
    if asked.kind == "personal":
        return HttpResponseRedirect(f"{request.path}?refused=personal")
    problem = "personal" if request.GET.get("refused") == "personal" else asked.kind if asked.kind == "short" else ""
    errors = [{"id": "q", "text": text("organisations.search.refused", problem)}] if problem else []
    context = {"asked": asked, "errors": errors} | presenting.present(asked, request.GET, PAGE, link=_page)
    return render(request, "checks/find.html", context, status=400 if errors else 200)


@require_safe
@desk
def suggestions(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What drops down as one types."""
    require(standing, "check", history.own(standing))
    context = presenting.suggest(request.GET.get("q", ""), FEW, link=_page, everything=reverse("checks:find"))
    return render(request, "organisations/search/options.html", context)


def _page(hit: searching.Hit) -> str:
    return f"{reverse('checks:ask')}?{urlencode({'code': hit.code})}"
