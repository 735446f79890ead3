"""Where somebody who has signed in begins: the organisations he acts for, what he has asked, and how to ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodstanding.departments.models import User
from goodstanding.organisations import families
from goodstanding.organisations.finding import code_of
from goodstanding.representing.acting import is_official
from goodstanding.representing.finding import of_user
from goodstanding.representing.models import Power
from goodstanding.representing.views.saying import rows

FEW = 50
"""Requests and earlier powers; what is in force today is listed whole."""


@require_safe
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """For a visitor: what this is, and the way in."""
    user = request.user
    if not isinstance(user, User):
        return render(request, "ours/begin.html")
    mine = of_user(user.pk)
    live = list(mine.in_force())
    others = mine.exclude(pk__in=[one.pk for one in live])[:FEW]
    context: dict[str, Any] = {
        "office": is_official(user),
        "organisations": [_organisation(one) for one in live],
        "others": rows(others),
    }
    return render(request, "ours/choose.html", context)


def _organisation(power: Power) -> dict[str, Any]:
    body = families.root(power.organisation)
    return {"power": power, "name": body.name, "code": code_of(body)}
