"""A question before a deed: the case beside it, what was typed kept, a second look where much follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from goodstanding.ledger.moving import conflict
from goodstanding.lists.models import Listing
from goodstanding.lists.views import showing
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from goodstanding.ui.texts import text

Errors = list[dict[str, Any]]


def still_open(listing: Listing, deed: str) -> None:
    """Nobody fills in a form that is refused in the end: raises ``Conflict`` where the case has gone on."""
    if (listing.state, deed) not in PROCEDURES["listing"]:
        raise conflict()


def tried(do: Callable[[], object], field: str = "") -> tuple[Errors, int]:
    """Do it. What was typed wrongly comes back as an error to stand beside the form; everything else is raised."""
    try:
        do()
    except (Forbidden, Conflict):  # not entitled, or somebody was quicker: there is nothing to correct in a form
        raise
    except Refused as refused:
        return [{"id": field, "text": refused.why}], refused.status
    return [], 200


def ask(
    request: HttpRequest, listing: Listing, deed: str, form: forms.Form | None, *, errors: Errors = [], status: int = 200,  # noqa: B006 - read only
    warning: bool = False, **more: Any,
) -> HttpResponseBase:  # fmt: skip
    """The page: title, lead and button by the deed's own words."""
    context = {
        "listing": listing, "title": text("lists.desk.deed", deed, "title"), "lead": text("lists.desk.deed", deed, "lead"),
        "send": text("lists.desk.deed", deed, "send"), "facts": showing.facts(listing) + showing.terms(listing),
        "said": showing.procedure(listing) + showing.decision(listing), "form": form, "errors": errors, "warning": warning,
        "back": reverse("lists:case", args=[listing.pk]), **more,
    }  # fmt: skip
    wrong = form is not None and form.is_bound and bool(form.errors)
    return render(request, "lists/desk_ask.html", context, status=422 if wrong and status == 200 else status)


def hidden(form: forms.Form) -> list[tuple[str, str]]:
    """What was typed, carried over the second look."""
    return [(name, str(form.data.get(name, ""))) for name in form.fields]
