"""The desk: requests that wait, one of them with its letter, and the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.organisations import statuses
from goodstanding.organisations.finding import code_of
from goodstanding.papers import reading
from goodstanding.representing import deciding, ending, finding
from goodstanding.representing.forms import DaysForm, WhyForm
from goodstanding.representing.models import Power
from goodstanding.representing.views.saying import facts, rows, state, tone
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.ui.texts import here, text

PAGE = 50
TABS = ("asked", "granted", "refused", "withdrawn", "ended")


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What waits, the nearest deadline first and an unknown one before all; what is over, the newest first."""
    require(standing, "see_powers")
    wanted = request.GET.get("state", "asked")
    wanted = wanted if wanted in TABS else "asked"
    found = Power.objects.filter(state=wanted).select_related("organisation", "user")
    ordered = found.order_by(F("due_on").asc(nulls_first=True), "asked_at") if wanted == "asked" else found.order_by("-asked_at")
    shown = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "rows": [row | {"late": bool(row["power"].due_on and row["power"].due_on < today)} for row in rows(shown)],
        "tabs": [
            {"text": text("representing.desk.tab", tab), "url": f"?state={tab}", "current": tab == wanted,
             "count": Power.objects.filter(state=tab).count() if tab == "asked" else None}
            for tab in TABS
        ],
        "waiting": wanted == "asked", "total": shown.paginator.count, "first": f"?state={wanted}" if shown.number > 1 else "",
        "next": f"?state={wanted}&page={shown.next_page_number()}" if shown.has_next() else "",
    }  # fmt: skip
    return render(request, "representing/desk_powers.html", context)


@require_safe
@desk
def page(request: HttpRequest, standing: Standing, power: UUID) -> HttpResponseBase:
    """The request beside the letter, the register, and the powers there were before."""
    return render(request, "representing/desk_power.html", _page(_find(standing, power), standing))


@require_safe
@desk
def letter(request: HttpRequest, standing: Standing, power: UUID) -> HttpResponseBase:  # noqa: ARG001 - as every page of the desk
    """The letter itself, as a file."""
    found = _find(standing, power)
    require(standing, "decide_power", found)
    return reading.response(found.letter)


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def decide(request: HttpRequest, standing: Standing, power: UUID, decision: str) -> HttpResponseBase:
    """Grant, refuse, or end."""
    found = _find(standing, power)
    require(standing, "decide_power", found)
    if decision not in {"grant", "refuse", "end"}:
        raise Http404
    form = _form(found, decision, request)
    if request.method == "POST" and form.is_valid():
        try:
            _do(found, decision, form.cleaned_data, standing)
        except Refused as refused:
            if refused.code != "DAYS_NOT_ASKED":
                raise
            form.add_error("ends_on", here(refused.why))
        else:
            messages.success(request, here(text("representing.done", decision)))
            return redirect("representing:desk_power", found.pk)
    words = {name: text("representing.deed", decision, name) for name in ("title", "lead", "send")}
    context: dict[str, Any] = words | {
        "form": form, "facts": facts(found), "back": reverse("representing:desk_power", args=[found.pk]), "warning": decision != "grant",
    }  # fmt: skip
    return render(request, "representing/decide.html", context, status=422 if form.is_bound and form.errors else 200)


def _form(found: Power, decision: str, request: HttpRequest) -> Form:
    if decision != "grant":
        return WhyForm(text("representing.deed", decision, "because"), sent(request))
    return DaysForm(sent(request), initial={"starts_on": max(found.wanted_from, timezone.localdate()), "ends_on": found.wanted_until})


def _do(found: Power, decision: str, said: dict[str, Any], by: Standing) -> None:
    if decision == "grant":
        deciding.grant(found, starts_on=said["starts_on"], ends_on=said["ends_on"], by=by)
    elif decision == "refuse":
        deciding.refuse(found, because=said["because"], by=by)
    else:
        ending.end(found, because=said["because"], by=by)


def _find(standing: Standing, number: UUID) -> Power:
    found = Power.objects.filter(pk=number).select_related("organisation", "user", "letter").defer("letter__content").first()
    require(standing, "see_powers", found)
    if found is None:
        raise Missing("NO_POWER", text("representing.refused.no_power"))
    return found


def _page(found: Power, standing: Standing) -> dict[str, Any]:
    body = found.organisation
    before = finding.for_body(body).exclude(pk=found.pk).select_related("user", "organisation").order_by("-asked_at")[:PAGE]
    decides, today = may(standing, "decide_power", found), timezone.localdate()
    register = [
        ("organisation", body.name), ("code", code_of(body)), ("status", statuses.label(body.status)), ("district", body.district),
    ]  # fmt: skip
    return {
        "power": found, "facts": facts(found), "state": state(found), "tone": tone(found),
        "register": [{"key": text("representing.page", name), "value": value} for name, value in register if value],
        "before": rows(before),
        "may_read": decides and found.letter.is_there, "may_decide": decides and found.state == "asked",
        "may_end": decides and found.is_in_force(), "late": bool(found.state == "asked" and found.due_on and found.due_on < today),
        "over": found.state == "asked" and found.wanted_until < today,
    }  # fmt: skip
