"""An organisation at the desk: its history with sources, how it stood on a day, what was believed once; and its relations, by a clerk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.standing import Standing
from goodstanding.intake.forms import ReasonForm
from goodstanding.intake.relating_forms import DatedForm, RelateForm
from goodstanding.intake.views.desk import desk, sent
from goodstanding.organisations.living import asking, drawing, questioning, relating
from goodstanding.organisations.living.guessing import live, parent_by_name
from goodstanding.organisations.models import Identifier, Organisation, Relation
from goodstanding.records.models import Record
from goodstanding.rules import uscc
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import here, text

ORDERS = require_http_methods(["GET", "HEAD", "POST"])
NEWEST = 20


@require_safe
@desk
def organisation(request: HttpRequest, standing: Standing, organisation: int) -> HttpResponseBase:
    """Everything the register says of one, and said."""
    require(standing, "see_organisation")
    found = _find(organisation)
    context = {
        "body": found,
        "picture": drawing.draw(asking.state(found), timezone.localdate(), addresses=True),
        "asked": questioning.ask(found, request.GET.dict(), addresses=True),
        "relations": list(live(found).select_related("other").order_by("kind", "id")),
        "parent": parent_by_name(found),
        "once": [(line, fact) for fact in asking.no_longer(found).facts for line in drawing.lines(_alone(fact), addresses=True)[:1]],
        "may_change": may(standing, "relate"),
        "records": Record.everything.retained().filter(organisation=found).order_by("-public_id")[:NEWEST]
        if may(standing, "see_queue")
        else (),
    }
    return render(request, "intake/organisation.html", context)


@ORDERS
@desk
def relate(request: HttpRequest, standing: Standing, organisation: int) -> HttpResponseBase:
    """Record how it is tied to another."""
    require(standing, "relate")
    found = _find(organisation)
    parent = parent_by_name(found)
    form = RelateForm(sent(request), initial={"kind": "branch_of", "code": parent.uscc} if parent else {})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            relating.relate(found, data["kind"], _other(data["code"]), since=form.day, evidence=data["because"], by=standing)
        except Refused as refused:
            form.add_error("code" if refused.code in {"RELATION_SELF", "ORGANISATION_UNKNOWN"} else None, here(refused.why))
        else:
            return _done(request, found, text("intake.living.related"))
    words = {name: text("intake.living", name) for name in ("relate_lead", "relate_send")}
    return _ask(request, form, found, {"title": text("intake.living.relate"), "lead": words["relate_lead"], "send": words["relate_send"]})


@ORDERS
@desk
def end(request: HttpRequest, standing: Standing, relation: int) -> HttpResponseBase:
    """From a day on it was so no longer."""
    require(standing, "relate")
    found = _relation(relation)
    form = DatedForm(here(text("intake.living.ended_on")), here(text("intake.living.because")), sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            relating.end(found, on=form.day, because=form.cleaned_data["because"], by=standing)
        except Refused as refused:
            form.add_error("since", here(refused.why))
        else:
            return _done(request, found.organisation, text("intake.living.ended"))
    words = {"title": text("intake.living.end_title", name=found.other.name), "lead": text("intake.living.end_lead")}
    return _ask(request, form, found.organisation, words | {"send": text("intake.living.end")})


@ORDERS
@desk
def take_back(request: HttpRequest, standing: Standing, relation: int) -> HttpResponseBase:
    """It was never so."""
    require(standing, "relate")
    found = _relation(relation)
    form = ReasonForm(here(text("intake.living.because")), sent(request))
    if request.method == "POST" and form.is_valid():
        relating.take_back(found, because=form.cleaned_data["because"], by=standing)
        return _done(request, found.organisation, text("intake.living.taken_back"))
    words = {"title": text("intake.living.take_back_title", name=found.other.name), "lead": text("intake.living.take_back_lead")}
    return _ask(request, form, found.organisation, words | {"send": text("intake.living.take_back")})


def _alone(fact: asking.Fact) -> asking.State:
    """A state with this fact and no other, to be put into words."""
    state = asking.State()
    {"name": state.names, "code": state.codes, "registration": state.registrations, "relation": state.relations}[fact.what].append(fact)
    return state


def _find(organisation: int) -> Organisation:
    found = Organisation.objects.filter(pk=organisation).first()
    if found is None:
        raise Missing("ORGANISATION_UNKNOWN", text("intake.living.no_organisation"))
    return found


def _relation(relation: int) -> Relation:
    known = Relation.objects.filter(pk=relation, known_until__isnull=True, valid_until__isnull=True)
    found = known.select_related("organisation", "other").first()
    if found is None:
        raise Missing("NO_RELATION", text("intake.living.no_relation"))
    return found


def _other(code: str) -> Organisation:
    known = Identifier.objects.filter(kind="uscc", value=uscc.clean(code), known_until__isnull=True, valid_until__isnull=True, issue="")
    found = known.select_related("organisation").first()
    if found is None:
        raise Missing("ORGANISATION_UNKNOWN", text("intake.refused.organisation_unknown"))
    return found.organisation


def _ask(request: HttpRequest, form: ReasonForm, body: Organisation, words: dict[str, Text]) -> HttpResponseBase:
    context = {"form": form, "back": reverse("intake:organisation", args=[body.pk]), "warning": False, **words}
    return render(request, "intake/reason.html", context, status=422 if form.is_bound else 200)


def _done(request: HttpRequest, body: Organisation, said: Text) -> HttpResponseBase:
    messages.success(request, here(said))
    return redirect("intake:organisation", body.pk)
