"""Two entries of the register that are one body: proposed by one clerk, confirmed by another, undone by any."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.standing import Standing
from goodstanding.intake.forms import ReasonForm
from goodstanding.intake.judging_forms import MergeForm
from goodstanding.intake.proposing import marked
from goodstanding.intake.views.desk import desk, sent
from goodstanding.organisations import families, joining, statuses
from goodstanding.organisations.models import Identifier, Merge, Organisation
from goodstanding.records.models import Record
from goodstanding.records.unmerging import settled_meanwhile, undo_merge
from goodstanding.rules import names, uscc
from goodstanding.rules.refusals import Missing
from goodstanding.ui.texts import here, text

PAGE = 50
ORDERS = require_http_methods(["GET", "HEAD", "POST"])
TONES = {"proposed": "wait", "merged": "good", "declined": "plain", "undone": "plain"}


@ORDERS
@desk
def merges(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What was proposed and what stands; and a proposal of one's own, with the two side by side before it is sent."""
    require(standing, "see_queue")
    form = MergeForm(sent(request), initial={name: request.GET.get(name, "") for name in ("absorbed", "into")})
    if request.method == "POST":
        require(standing, "merge")
    if request.method == "POST" and form.is_valid():
        absorbed, into = form.cleaned_data["absorbed"], form.cleaned_data["into"]
        likeness = names.compare(absorbed.name, into.name)
        kept = {"score": likeness.score, "verdict": likeness.verdict}
        merge = joining.propose(absorbed, into, by=standing, because=form.cleaned_data["because"], likeness=kept)
        messages.success(request, here(text("intake.merging.proposed")))
        return redirect("intake:merge", merge.pk)
    page = Paginator(Merge.objects.select_related("absorbed", "into").order_by("-id"), PAGE).get_page(request.GET.get("page"))
    lines = [{"merge": one, "state": text("intake.merging.state", one.state), "tone": TONES[one.state]} for one in page.object_list]
    context = {
        "form": form, "lines": lines, "may_merge": may(standing, "merge"), "first": "?page=1" if page.number > 1 else "",
        "next": f"?page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
    return render(request, "intake/merges.html", context, status=422 if form.is_bound else 200)


@require_safe
@desk
def merge(request: HttpRequest, standing: Standing, merge: int) -> HttpResponseBase:
    """One merge: the two side by side, the evidence, who said what, and what is to be done."""
    require(standing, "see_queue")
    found = _find(merge)
    likeness = names.compare(found.absorbed.name, found.into.name)
    context = {
        "merge": found, "verdict": text("intake.merging.verdict", likeness.verdict),
        "state": text("intake.merging.state", found.state), "tone": TONES[found.state], "likeness": likeness,
        "sides": [_side("absorbed", found.absorbed), _side("into", found.into)], "warnings": _warnings(found),
        "pieces": marked(names.normal(found.into.name), likeness),
        "may_confirm": found.state == "proposed" and may(standing, "merge") and standing.user_id != found.proposed_user,
        "may_decline": found.state == "proposed" and may(standing, "merge"),
        "may_undo": found.state == "merged" and may(standing, "merge"),
        "meanwhile": settled_meanwhile(found) if found.state in {"merged", "undone"} else [],
    }  # fmt: skip
    return render(request, "intake/merge.html", context)


@require_http_methods(["POST"])
@desk
def confirm(request: HttpRequest, standing: Standing, merge: int) -> HttpResponseBase:
    """The second pair of eyes says yes."""
    found = _find(merge)
    joining.confirm(found, by=standing)
    messages.success(request, here(text("intake.merging.confirmed", name=found.into.name)))
    return redirect("intake:merge", found.pk)


@ORDERS
@desk
def decline(request: HttpRequest, standing: Standing, merge: int) -> HttpResponseBase:
    """They are two."""
    return _with_reason(request, standing, merge, "decline")


@ORDERS
@desk
def undo(request: HttpRequest, standing: Standing, merge: int) -> HttpResponseBase:
    """They are two after all."""
    return _with_reason(request, standing, merge, "undo")


def _with_reason(request: HttpRequest, standing: Standing, key: int, what: str) -> HttpResponseBase:
    require(standing, "merge")
    found = _find(key)
    form = ReasonForm(here(text("intake.merging", f"{what}_because")), sent(request))
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        if what == "undo":
            done = undo_merge(found, by=standing, because=because)
            messages.success(request, here(text("intake.merging.undone")))
            return redirect("intake:undoing", done.pk)
        joining.decline(found, by=standing, because=because)
        messages.success(request, here(text("intake.merging.declined")))
        return redirect("intake:merge", found.pk)
    words = {name: text("intake.merging", f"{what}_{name}") for name in ("title", "lead", "send")}
    context = {"form": form, "back": reverse("intake:merge", args=[found.pk]), "warning": True, **words}
    return render(request, "intake/reason.html", context, status=422 if form.is_bound else 200)


def _side(key: str, body: Organisation) -> dict[str, Any]:
    """One of the two, as the register has it."""
    codes = Identifier.objects.filter(organisation=body, known_until__isnull=True).order_by("kind")
    return {
        "title": text("intake.merging.side", key), "body": body, "codes": codes, "status": statuses.label(body.status),
        "records": Record.public.of_body(families.members(body.pk)).count(),
    }  # fmt: skip


def _warnings(found: Merge) -> list[Any]:
    """What speaks against it, however alike they look."""
    one, other = found.absorbed.uscc, found.into.uscc
    said = []
    if one and other and uscc.orgcode(one) != uscc.orgcode(other):
        said.append(text("intake.merging.warning.two_codes"))
    if found.absorbed.category[:2] and found.into.category[:2] and found.absorbed.category != found.into.category:
        said.append(text("intake.merging.warning.category"))
    if names.compare(found.absorbed.name, found.into.name).verdict == "different":
        said.append(text("intake.merging.warning.names"))
    return said


def _find(key: int) -> Merge:
    found = Merge.objects.select_related("absorbed", "into").filter(pk=key).first()
    if found is None:
        raise Missing("NO_MERGE", text("intake.merging.no_merge"))
    return found
