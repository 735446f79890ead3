"""What is done to a subscription: other topics, another address, a new key, everything since a day once more, its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.exchange import acknowledging, field, finding, keys, replaying, subscribing
from goodstanding.exchange.forms import AddressForm, SinceForm, TopicsForm, WhyForm
from goodstanding.exchange.models import Subscription
from goodstanding.exchange.views.asking import at, tried
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import here, text

ACTIONS = {
    "topics": "subscribe", "address": "subscribe", "rotate": "subscribe", "end": "subscribe", "replay": "replay_delivery",
}  # fmt: skip
"""A deed and the right it needs."""


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def deed(request: HttpRequest, standing: Standing, pk: UUID, deed: str) -> HttpResponseBase:
    """Its form, and the deed itself."""
    if deed not in ACTIONS:
        raise Missing("NO_SUCH_DEED", text("exchange.refused.no_such_deed"))
    to = finding.find(standing, pk, ACTIONS[deed])
    form = _form(to, deed, request)
    context = {
        "to": to, "form": form, "title": text("exchange.deed", deed, "title"), "lead": text("exchange.deed", deed, "lead"),
        "send": text("exchange.deed", deed, "send"), "warning": deed == "end", "back": reverse("exchange:subscription", args=[to.pk]),
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "exchange/deed.html", context)
    if form is not None and not form.is_valid():
        return render(request, "exchange/deed.html", context, status=422)
    done, refused = tried(lambda: DEEDS[deed](to, form, standing))
    if refused is not None:
        return render(request, "exchange/deed.html", context | {"errors": at(refused)}, status=refused.status)
    n = {"n": str(done)} if deed == "replay" else {}
    messages.success(request, here(text("exchange.done", deed, **n)))
    return redirect("exchange:subscription", to.pk)


@require_POST
@desk
def acknowledge(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """All ends on the page that was looked at: they are out of this department's own system."""
    to = finding.find(standing, pk, "acknowledge_delivery")
    numbers = [int(one) for one in request.POST.getlist("delivery")[:500] if one.isascii() and one.isdigit() and len(one) < 19]
    n = acknowledging.acknowledge_all(to, numbers, by=standing)
    messages.success(request, here(text("exchange.done.acknowledged", n=str(n))))
    return redirect("exchange:subscription", to.pk)


def _form(to: Subscription, deed: str, request: HttpRequest) -> forms.Form | None:
    data = sent(request)
    if deed == "topics":
        had = list(to.topics.filter(ended_at__isnull=True).values_list("target", "code"))
        known = sorted(field.of(to.department_id) | set(had))
        return TopicsForm(known, data, initial={"topics": [f"{target}:{code}" for target, code in had]})
    if deed == "address":
        return AddressForm(data, initial={"way": to.way, "url": to.url})
    if deed == "end":
        return WhyForm(data)
    return SinceForm(data, initial={"since": timezone.localdate()}) if deed == "replay" else None


def _cleaned(form: forms.Form | None, name: str) -> Any:
    return form.cleaned_data[name] if form else ""


DEEDS: dict[str, Callable[[Subscription, forms.Form | None, Standing], object]] = {
    "topics": lambda to, form, by: subscribing.choose(to, _cleaned(form, "topics"), by=by),
    "address": lambda to, form, by: subscribing.move(to, _cleaned(form, "way"), _cleaned(form, "url"), by=by),
    "rotate": lambda to, form, by: keys.rotate(to, by=by),  # noqa: ARG005 - there is nothing to fill in
    "end": lambda to, form, by: subscribing.end(to, _cleaned(form, "because"), by=by),
    "replay": lambda to, form, by: replaying.replay_since(to, _cleaned(form, "since"), by=by),
}
