"""The head decides: number, reasons, last day; then the letter as it will be, and the signature."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goodstanding.departments.desk import desk
from goodstanding.departments.standing import Standing
from goodstanding.lists import deciding, finding, letters, saying
from goodstanding.lists.deciding import Decision
from goodstanding.lists.forms_desk import DecideForm
from goodstanding.lists.models import Listing
from goodstanding.lists.views import showing
from goodstanding.lists.views.asking import ask, hidden, still_open, tried
from goodstanding.notices.letters import Sheet
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def decide(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """Of a black or red list the decision, of key scrutiny the reminder. Asked, looked at once more, done."""
    found = finding.find(standing, pk, "decide_listing")
    deed = "remind" if found.colour == "scrutiny" else "decide"
    if found.state in {"decided", "reminded"}:
        return redirect("lists:case", found.pk)
    still_open(found, deed)
    if request.method != "POST":
        return _asked(request, standing, found, deed, DecideForm(found, initial={"ends_on": saying.latest_end(found)}))
    form = DecideForm(found, request.POST)
    if not form.is_valid() or request.POST.get("do") == "change":
        return _asked(request, standing, found, deed, form)
    if request.POST.get("do") != "confirm":
        return _looked_at(request, found, deed, form)
    said = Decision(**{name: form.cleaned_data[name] for name in ("number", "reasons", "ends_on")})
    verb = deciding.remind if deed == "remind" else deciding.decide
    errors, status = tried(lambda: verb(found, said, by=standing), "id_reasons")
    if errors:
        found.refresh_from_db()
        return _asked(request, standing, found, deed, form, errors=errors, status=status)
    messages.success(request, here(text("lists.desk.deed", deed, "done")))
    return redirect("lists:case", found.pk)


def _asked(
    request: HttpRequest, standing: Standing, found: Listing, deed: str, form: forms.Form, **more: Any
) -> HttpResponseBase:  # fmt: skip
    conflicts = showing.conflicts(found, standing)
    return ask(
        request, found, deed, form, send=text("lists.desk.look_again"), conflicts=conflicts, rests=showing.rests(found, standing), **more
    )


def _looked_at(request: HttpRequest, found: Listing, deed: str, form: DecideForm) -> HttpResponseBase:
    """The letter as it will be, from what was typed; nothing is kept yet."""
    said = form.cleaned_data
    sheet = draft(found, number=said["number"], reasons=said["reasons"], ends_on=said["ends_on"])
    return ask(request, found, deed, None, hidden=hidden(form), sheet=sheet, lead=text("lists.desk.deed", deed, "check"))


def draft(listing: Listing, *, number: str, reasons: str, ends_on: date) -> Sheet:
    """The letter of a decision that is not made, in the reader's language."""
    listing.decision_no, listing.reasons, listing.ends_on = number, reasons, ends_on
    listing.basis, listing.decided_on = listing.kind.basis, timezone.localdate()
    made = letters.made(listing, "reminder" if listing.colour == "scrutiny" else "decision")
    zh, en = made.sheets
    listing.refresh_from_db(fields=["decision_no", "reasons", "ends_on", "basis", "decided_on"])
    return zh if here(Text("zh", "en")) == "zh" else en
