"""A power's own page: for whoever asked, and for the others who act for the same organisation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import refuse
from goodstanding.departments.desk import sent
from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing
from goodstanding.organisations import families
from goodstanding.representing import asking, ending
from goodstanding.representing.acting import account, as_representative, held
from goodstanding.representing.forms import WhyForm
from goodstanding.representing.models import Power
from goodstanding.representing.views.saying import facts, how, state, tone
from goodstanding.ui.texts import here, text


@require_safe
@account
def page(request: HttpRequest, standing: Standing, power: UUID) -> HttpResponseBase:
    """What was asked, how it stands, what can be done."""
    found, by = _find(request, standing, power)
    own = found.user_id == by.user_id
    context = {
        "power": found, "facts": facts(found), "state": state(found), "tone": tone(found), "own": own,
        "may_withdraw": own and found.state == "asked",
        "may_end": how(found) in {"in_force", "not_yet"} and ending.may_end(found, by),
    }  # fmt: skip
    return render(request, "representing/power.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@account
def deed(request: HttpRequest, standing: Standing, power: UUID, deed: str) -> HttpResponseBase:
    """Withdraw a request, or end a power: asked once more first."""
    found, by = _find(request, standing, power)
    if deed not in {"withdraw", "end"}:
        raise Http404
    form = WhyForm(text("representing.deed.end.because"), sent(request)) if deed == "end" else None
    if request.method == "POST" and (form is None or form.is_valid()):
        if form is None:
            asking.withdraw(found, by=by)
        else:
            ending.end(found, because=form.cleaned_data["because"], by=by)
        messages.success(request, here(text("representing.done", deed)))
        return redirect(reverse("representing:power", args=[found.pk]) if found.user_id == by.user_id else reverse("ours:choose"))
    words = {name: text("representing.deed", deed, name) for name in ("title", "lead", "send")}
    context: dict[str, Any] = words | {"form": form, "facts": facts(found), "back": reverse("representing:power", args=[found.pk])}
    return render(request, "representing/deed.html", context, status=422 if form is not None and form.errors else 200)


def _find(request: HttpRequest, standing: Standing, number: UUID) -> tuple[Power, Standing]:
    """The power, and as whom he sees it: its holder, or somebody who acts for the same body today. Others learn nothing of it."""
    found = Power.objects.filter(pk=number).select_related("organisation", "user", "letter").defer("letter__content").first()
    if found is None:
        refuse(standing, "ask_power", None)
    if found.user_id == standing.user_id:
        return found, standing
    assert isinstance(request.user, User)  # noqa: S101 - @account; narrows the type
    body = families.root(found.organisation)
    own = held(request.user, body)
    if own is None:
        refuse(standing, "ask_power", found)
    return found, as_representative(own, body)
