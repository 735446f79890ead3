"""Forms that move a case: accept, refuse, forward, decide, extend, pause; each asked once more with the case beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goodstanding.departments.allowing import require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.objections import (
    accepting,
    comparing,
    deciding,
    extending,
    forwarding,
    grounds,
    listing,
    locking,
    pausing,
    refusing,
    returning,
    saying,
    withdrawing,
)
from goodstanding.objections.deciding import Decision, Part
from goodstanding.objections.forms import DecideForm, ForwardForm, WhyForm
from goodstanding.objections.models import Item, Objection
from goodstanding.objections.views.desk import page_of
from goodstanding.rules.refusals import Forbidden, Refused
from goodstanding.ui.texts import here, text

ORDERS = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Deed:
    """A question before a deed: whether it asks why, the action it needs, and the deed."""

    do: Callable[[Objection, dict[str, Any], Standing], None]
    why: bool = True
    action: str = "handle_objection"
    warning: bool = False


DEEDS = {
    "accept": Deed(lambda case, _, by: accepting.accept(case, by=by), why=False),
    "refuse": Deed(lambda case, said, by: refusing.refuse(case, because=said["because"], by=by), warning=True),
    "extend": Deed(lambda case, said, by: extending.extend(case, because=said["because"], by=by), action="extend_objection"),
    "pause": Deed(lambda case, said, by: pausing.pause(case, because=said["because"], by=by)),
    "resume": Deed(lambda case, _, by: pausing.resume(case, by=by), why=False),
    "withdraw": Deed(
        lambda case, said, by: withdrawing.withdraw(case, because=said["because"], by=by), action="object", warning=True
    ),
}  # fmt: skip
"""By the last piece of the address."""


@ORDERS
@desk
def deed(request: HttpRequest, standing: Standing, case: UUID, deed: str) -> HttpResponseBase:
    """One deed on one case."""
    chosen = DEEDS.get(deed)
    if chosen is None:
        raise Http404
    found = listing.find(standing, case, chosen.action)
    form = WhyForm(sent(request)) if chosen.why else forms.Form(sent(request))
    if request.method == "POST" and form.is_valid():
        chosen.do(found, form.cleaned_data, standing)
        messages.success(request, here(text("objections.done", deed)))
        return redirect("objections:case", found.pk)
    return _ask(request, found, deed, form, warning=chosen.warning)


@ORDERS
@desk
def forward(request: HttpRequest, standing: Standing, case: UUID) -> HttpResponseBase:
    """To whom it goes and until when; where a decision is missing the clerk says whose it would be."""
    found = listing.find(standing, case, "handle_objection")
    missing = list(found.items.filter(record__isnull=True, listing__isnull=True, outcome="").select_related("department"))
    form = ForwardForm(missing, sent(request))
    if request.method == "POST" and form.is_valid():
        forwarding.forward(found, by=standing, sources=form.sources())
        messages.success(request, here(text("objections.done.forward")))
        return redirect("objections:case", found.pk)
    return _ask(request, found, "forward", form)


@ORDERS
@desk
def give_back(request: HttpRequest, standing: Standing, number: UUID) -> HttpResponseBase:
    """An answer that does not do."""
    inquiry = locking.inquiry(number)
    require(standing, "handle_objection", inquiry.objection)
    form = WhyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        returning.give_back(inquiry, because=form.cleaned_data["because"], by=standing)
        messages.success(request, here(text("objections.done.give_back")))
        return redirect("objections:case", inquiry.objection_id)
    return _ask(request, inquiry.objection, "give_back", form)


@ORDERS
@desk
def decide(request: HttpRequest, standing: Standing, case: UUID) -> HttpResponseBase:
    """Part by part, with reasons and basis; what was typed stays where it is refused."""
    found = listing.find(standing, case, "handle_objection")
    items = list(found.items.select_related("record", "listing", "department").order_by("pk"))
    form = DecideForm(found.profile, sent(request))
    errors: list[dict[str, Any]] = []
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        said = Decision(parts=_parts(items, request.POST), reasons=form.cleaned_data["reasons"], basis=form.cleaned_data["basis"])
        try:
            deciding.decide(found, said, by=standing)
        except Forbidden:
            raise
        except Refused as refused:
            if refused.code == "STATE_CHANGED":  # somebody was quicker: there is nothing to decide any more
                raise
            found.refresh_from_db()
            errors, status = [{"id": "parts", "text": refused.why}], refused.status
        else:
            messages.success(request, here(text("objections.done.decide")))
            return redirect("objections:case", found.pk)
    context = page_of(found, standing) | {
        "form": form, "errors": errors, "blocks": [_block(item, request.POST) for item in items if not item.outcome],
        "answers": [
            {"department": saying.named(one.department), "rows": saying.answer_of(one)}
            for one in found.inquiries.select_related("department")
            if one.answer
        ],
        "settled": [saying.part(item) for item in items if item.outcome],
    }  # fmt: skip
    return render(request, "objections/decide.html", context, status=status)


def _parts(items: list[Item], posted: Any) -> dict[int, Part]:
    """What was chosen for each part; of a correction the fields that say something else than now."""
    found = {}
    for item in items:
        values: dict[str, str] = {}
        if item.record is not None:
            now = comparing.published(item.record)
            given = {code: posted.get(f"v-{item.pk}-{code}", "").strip() for code in _correctable(item) if f"v-{item.pk}-{code}" in posted}
            values = {code: value for code, value in given.items() if value != now.get(code, "")}
        found[item.pk] = Part(outcome=posted.get(f"o-{item.pk}", ""), values=values)
    return found


def _correctable(item: Item) -> list[str]:
    """The fields a decision may correct: the disputed ones, and those the source corrects."""
    said = _source_says(item)
    lines = comparing.compare(item).lines if item.record else ()
    return [one.code for one in lines if one.correctable and (one.disputed or one.code in said or not item.fields)]


def _source_says(item: Item) -> dict[str, str]:
    """The source's own correction of this record, if it gave one."""
    inquiry = item.objection.inquiries.filter(department_id=item.department_id or 0).first()
    said: dict[str, str] = inquiry.values.get(str(item.record_id), {}) if inquiry else {}
    return said


def _block(item: Item, posted: Any) -> dict[str, Any]:
    said = _source_says(item)
    lines = {one.code: one for one in comparing.compare(item).lines} if item.record else {}
    # The source's word first, then the organisation's; the clerk sees both and says what will stand.
    return saying.part(item) | {
        "choices": [(one, saying.outcome_of(item, one)) for one in grounds.outcomes(item)], "chosen": posted.get(f"o-{item.pk}", ""),
        "lines": [
            {"line": lines[code], "name": f"v-{item.pk}-{code}",
             "value": posted.get(f"v-{item.pk}-{code}", said.get(code) or item.fields.get(code) or lines[code].published)}
            for code in _correctable(item)
        ],
    }  # fmt: skip


def _ask(request: HttpRequest, found: Objection, name: str, form: forms.Form, *, warning: bool = False) -> HttpResponseBase:
    context = {
        "title": text("objections.deed", name, "title"), "lead": text("objections.deed", name, "lead"),
        "send": text("objections.deed", name, "send"), "facts": saying.facts(found), "form": form, "warning": warning,
        "back": reverse("objections:case", args=[found.pk]),
    }  # fmt: skip
    return render(request, "objections/question.html", context, status=422 if form.is_bound and form.errors else 200)
