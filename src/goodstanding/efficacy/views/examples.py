"""The desk's examples: the list, from which case one may be drafted, one example, its versions, and every deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk, sent
from goodstanding.departments.standing import Standing
from goodstanding.efficacy import drafting, finding, handing_on, naming, saying, withdrawing
from goodstanding.efficacy.forms import WhyForm, WordsForm, initial
from goodstanding.efficacy.models import STATES, Example
from goodstanding.lists.saying import named as department_named
from goodstanding.lists.saying import title_of as list_title
from goodstanding.measures.catalogue import title_of
from goodstanding.rules.procedure import open_to
from goodstanding.rules.refusals import Refused
from goodstanding.ui import tables
from goodstanding.ui.tables import Cell, Table
from goodstanding.ui.texts import here, text

FORMS = require_http_methods(["GET", "HEAD", "POST"])
PAGE, OFFERED = 50, 20
RIGHTS = {
    "submit": "draft_example", "drop": "draft_example", "approve": "approve_example", "publish": "publish_example",
    "withdraw": "withdraw_example",
}  # fmt: skip
Deed = Callable[..., None]
DEEDS: dict[str, Deed] = {
    "approve": handing_on.approve, "publish": handing_on.publish, "return": handing_on.give_back, "drop": withdrawing.drop,
    "withdraw": withdrawing.withdraw,
}  # fmt: skip


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """A department's own, the centre's all."""
    state = request.GET.get("state", "")
    page = Paginator(finding.listed(standing, state), PAGE).get_page(request.GET.get("page"))
    lines = [
        [
            tables.key(one.number, reverse("efficacy:desk_example", args=[one.pk])), Cell(saying.about(one)),
            Cell(department_named(one.department)),
            Cell(text("efficacy.state", one.state), tone=saying.TONES[one.state]), tables.day(timezone.localdate(one.drafted_at)),
        ]
        for one in page.object_list
    ]  # fmt: skip
    names = ("number", "about", "department", "state", "drafted")
    tabs = [
        {"text": text("efficacy.state", one or "all"), "url": f"?state={one}" if one else "?", "current": state == one, "count": None}
        for one in ("", *STATES)
    ]
    context = {
        "table": Table(text("efficacy.examples.caption", n=page.paginator.count), [text("efficacy.row", name) for name in names], lines),
        "tabs": tabs, "may_draft": may(standing, "draft_example", finding.own(standing)), **tables.pages(page, request),
    }  # fmt: skip
    return render(request, "efficacy/desk_examples.html", context)


@FORMS
@desk
def new(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Cases of one's own department an example may be told from; one is chosen."""
    require(standing, "draft_example", finding.own(standing))
    refused = None
    if request.method == "POST":
        what, _, key = request.POST.get("ground", "").partition(":")
        try:
            made = drafting.draft(finding.ground(standing, what, _key(key)), by=standing)
        except Refused as why:
            refused = why
        else:
            messages.success(request, here(text("efficacy.draft_made", number=made.number)))
            return redirect("efficacy:edit", made.pk)
    mine = standing.department_id or finding.NOBODY
    grounds = [
        (f"application:{one.pk}", one.number, title_of(one.kind_id), text("measures.state", one.state))
        for one in finding.applications(mine)[:OFFERED]
    ]
    grounds += [
        (f"listing:{one.pk}", one.number, list_title(one.kind_id), text("lists.state", one.state))
        for one in finding.listings(mine)[:OFFERED]
    ]
    errors = [{"id": "ground-1", "text": refused.why}] if refused else []
    context = {"grounds": grounds, "errors": errors}
    return render(request, "efficacy/new.html", context, status=refused.status if refused else 200)


@require_safe
@desk
def one(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """As the public would read it, with what only the desk knows."""
    found = finding.find(standing, pk)
    steps = [step for step in open_to("example", found.state, standing.role) if may(standing, _right(step, standing), found)]
    actions = [{"text": text("efficacy.deed", step, "title"), "url": reverse("efficacy:deed", args=[found.pk, step])} for step in steps]
    if found.state == "draft" and may(standing, "draft_example", found):
        actions.insert(0, {"text": text("efficacy.edit.title"), "url": reverse("efficacy:edit", args=[found.pk])})
    versions = found.versions.order_by("-number")
    context = {
        "example": found, "state": text("efficacy.state", found.state), "tone": saying.TONES[found.state], "facts": saying.facts(found),
        "body": saying.body(finding.words(found).words), "who": saying.who(found), "actions": actions, "versions": versions,
        "history": tables.history(saying.history(found)),
    }  # fmt: skip
    return render(request, "efficacy/desk_example.html", context)


@require_safe
@desk
def version(request: HttpRequest, standing: Standing, pk: UUID, number: int) -> HttpResponseBase:
    """What it said then."""
    found = finding.find(standing, pk)
    chosen = finding.words(found, number)
    return render(request, "efficacy/version.html", {"example": found, "version": chosen, "body": saying.body(chosen.words)})


@FORMS
@desk
def edit(request: HttpRequest, standing: Standing, pk: UUID) -> HttpResponseBase:
    """Written, seen as it will look, then kept. Nothing typed is lost."""
    found = finding.find(standing, pk, "draft_example")
    kept = finding.words(found)
    nameable = naming.may_be_named(found.ground)
    form = WordsForm(sent(request), nameable=nameable, initial=initial(kept.words, named=found.named))
    errors: list[dict[str, Any]] = []
    status = 200
    if request.method == "POST" and "change" not in request.POST:
        status = 422
        if form.is_valid():
            named = nameable and form.cleaned_data.get("named") == "yes"
            try:
                if "checked" in request.POST:
                    drafting.edit(found, form.said, named=named, by=standing)
                    messages.success(request, here(text("efficacy.edit.done")))
                    return redirect("efficacy:desk_example", found.pk)
                return _preview(request, found, form, named=named)
            except Refused as why:
                errors, status = [{"id": "id_zh_title", "text": why.why}], why.status
    return render(request, "efficacy/edit.html", {"example": found, "form": form, "errors": errors}, status=status)


@FORMS
@desk
def deed(request: HttpRequest, standing: Standing, pk: UUID, deed: str) -> HttpResponseBase:
    """With the text before one's eyes and a reason; handing it on needs none."""
    if deed not in {*DEEDS, "submit"}:
        raise Http404
    found = finding.find(standing, pk, _right(deed, standing))
    form = WhyForm(sent(request), deed=deed) if deed != "submit" else None
    errors: list[dict[str, Any]] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form is None or form.is_valid():
            try:
                if form is None:
                    handing_on.submit(found, by=standing)
                else:
                    DEEDS[deed](found, form.cleaned_data["because"], by=standing)
            except Refused as why:
                errors, status = [{"id": "id_because", "text": why.why}], why.status
            else:
                messages.success(request, here(text("efficacy.deed", deed, "done")))
                return redirect("efficacy:desk_example", found.pk)
    context = {
        "example": found, "form": form, "errors": errors, "title": text("efficacy.deed", deed, "title"),
        "lead": text("efficacy.deed", deed, "lead"), "send": text("efficacy.deed", deed, "send"), "warning": deed in {"drop", "withdraw"},
        "body": saying.body(finding.words(found).words), "who": saying.who(found),
    }  # fmt: skip
    return render(request, "efficacy/deed.html", context, status=status)


def _preview(request: HttpRequest, example: Example, form: WordsForm, *, named: bool) -> HttpResponseBase:
    words = drafting.clean(form.said)
    naming.hold(example, words)
    halves = [(text("efficacy.edit.zh"), "zh-Hans", words["zh"])]
    if words["en"]["title"]:
        halves.append((text("efficacy.edit.en"), "en", words["en"]))
    shown = [
        (title, lang, said["title"], [(text("efficacy.part_title", part), said[part].split("\n")) for part in said if part != "title"])
        for title, lang, said in halves
    ]
    hidden = [(name, request.POST.get(name, "")) for name in form.fields]
    context = {"example": example, "halves": shown, "hidden": hidden, "named": text("efficacy.named", "yes" if named else "no")}
    return render(request, "efficacy/check.html", context)


def _right(step: str, standing: Standing) -> str:
    return RIGHTS.get(step) or ("publish_example" if standing.role == "director" else "approve_example")


def _key(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        return UUID(int=0)
