"""The centre's desk: the list, one case with its clocks, the comparison, and several at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodstanding.departments.allowing import may, require
from goodstanding.departments.desk import desk
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.lists.views import showing
from goodstanding.objections import (
    accepting,
    clocking,
    comparing,
    forwarding,
    grounds,
    keeping,
    letters,
    listing,
    picture,
    profiles,
    saying,
)
from goodstanding.objections.models import GROUNDS, OVER, Inquiry, Objection
from goodstanding.papers import reading
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.rules.texts import Text
from goodstanding.ui import tables
from goodstanding.ui.texts import here, text

PAGE = 50
BULK: dict[str, Callable[..., Any]] = {"accept": accepting.accept, "forward": forwarding.forward}
"""What may be done to several cases at once: each by itself, in a transaction of its own."""


@require_safe
@desk
def listed(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """What is due next comes first."""
    if standing.department_id is not None:
        return redirect("objections:inquiries")
    require(standing, "see_objection")
    wanted = _wanted(request.GET)
    page = Paginator(listing.listed(wanted), PAGE).get_page(request.GET.get("page"))
    context = tables.pages(page, request) | {
        "rows": [_row(one) for one in page.object_list], "wanted": wanted, "tiles": _tiles(),
        "states": [("open", text("objections.list.open")), *((one, text("objections.state", one)) for one in listing.STATES)],
        "grounds": [(one, text("objections.ground", one)) for one in GROUNDS],
        "departments": [(one.code, saying.named(one)) for one in Department.objects.order_by("name")],
        "filtered": any((wanted.state, wanted.ground, wanted.department, wanted.late)),
        "bulk": wanted.state if wanted.state in {"filed", "accepted"} and may(standing, "handle_objection") else "",
    }  # fmt: skip
    return render(request, "objections/list.html", context)


@require_POST
@desk
def bulk(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Accept several, or forward several: those it is too late for are counted, the others are done."""
    do = request.POST.get("do", "")
    if do not in BULK:
        raise Http404
    require(standing, "handle_objection")
    done, left = 0, 0
    for one in Objection.objects.filter(pk__in=[each for each in request.POST.getlist("case") if is_uuid(each)]).order_by("filed_at"):
        try:
            BULK[do](one, by=standing)
            done += 1
        except Refused:
            left += 1
    messages.success(request, here(text("objections.done.bulk", done=done, left=left)))
    return redirect(f"{reverse('objections:list')}?state={'filed' if do == 'accept' else 'accepted'}")


@require_safe
@desk
def case(request: HttpRequest, standing: Standing, case: UUID) -> HttpResponseBase:
    """What is disputed, its clocks as a picture, what was answered and decided, what can be done."""
    found = listing.find(standing, case)
    evidence = found.evidence.filter(inquiry__isnull=True).select_related("paper").defer("paper__content")
    context = page_of(found, standing) | {
        "parts": saying.parts(found), "picture": picture.draw(found), "decision": saying.decision(found),
        "history": tables.history(saying.history(found)),
        "inquiries": [_inquiry(one, standing) for one in found.inquiries.select_related("department").order_by("asked_at")],
        "evidence": keeping.rows(found, evidence, "objections:paper", found.pk),
        "letters": letters.linked(found, "objections:letter", found.pk),
    }  # fmt: skip
    return render(request, "objections/case.html", context)


@require_safe
@desk
def compare(request: HttpRequest, standing: Standing, case: UUID) -> HttpResponseBase:
    """What is published, what the source's file said, what the organisation says, side by side; of an entry, what the list says."""
    found = listing.find(standing, case, "handle_objection")
    items = list(found.items.select_related("record", "listing__department", "listing__organisation", "department").order_by("pk"))
    compared = [comparing.compare(one) for one in items if one.record_id]
    listed_ = [saying.part(one) | {"facts": showing.facts(one.listing)} for one in items if one.listing]
    own_check = grounds.is_own_check(found, items)
    context = page_of(found, standing) | {
        "compared": compared, "own": not listed_ and (own_check or any(one.differs for one in compared)), "own_check": own_check,
        "entries": listed_,
    }  # fmt: skip
    return render(request, "objections/compare.html", context)


@require_safe
@desk
def letter(request: HttpRequest, standing: Standing, case: UUID, name: str) -> HttpResponseBase:
    """A letter of the case, to print and serve."""
    found = listing.find(standing, case)
    if name not in letters.for_subject(found):
        raise Missing("NO_LETTER", text("objections.refused.no_letter"))
    context = {"letter": letters.made(found, name), "back": reverse("objections:case", args=[found.pk])}
    return render(request, "notices/letter.html", context)


@require_safe
@desk
def paper(request: HttpRequest, standing: Standing, case: UUID, paper: UUID) -> HttpResponseBase:  # noqa: ARG001 - every page has it
    """A paper of either side."""
    found = listing.find(standing, case)
    one = found.evidence.filter(paper_id=paper).select_related("paper").first()
    if one is None:
        raise Missing("NO_PAPER", text("objections.refused.no_paper"))
    return reading.response(one.paper)


def page_of(found: Objection, standing: Standing) -> dict[str, Any]:
    """What every page of a case needs."""
    handles, paused = may(standing, "handle_objection", found), clocking.is_paused(found)
    can = {
        "accept": found.state == "filed", "refuse": found.state == "filed", "compare": found.state == "accepted",
        "forward": found.state == "accepted" and not paused, "decide": _may_be_decided(found),
        "pause": found.profile in profiles.PAUSES and found.state in {"accepted", "forwarded", "answered"} and not paused,
        "resume": paused,
        "withdraw": found.state not in OVER,
    }  # fmt: skip
    extendable = found.state in {"accepted", "forwarded", "answered"} and found.extended_at is None and profiles.extends(found.profile)
    return {
        "case": found, "state": saying.state_of(found), "tone": saying.TONES[found.state], "facts": saying.facts(found),
        "late": clocking.is_late(found), "paused": paused, "unknown": clocking.is_unknown(found),
        "can": {name: handles and possible for name, possible in can.items()},
        "may_extend": bool(extendable) and may(standing, "extend_objection", found),
        "otherwise": found.state not in OVER and not found.items.filter(outcome="").exists(),
    }  # fmt: skip


def _may_be_decided(found: Objection) -> bool:
    """Whether the button stands on the case: it is not too early. What differs from the source's file is decided from the comparison."""
    if found.state == "answered" or (found.state in {"accepted", "forwarded"} and not found.items.filter(outcome="").exists()):
        return True
    if found.state == "accepted":
        return grounds.is_own_check(found, list(found.items.all()))
    return found.state == "forwarded" and all(grounds.is_silent(found, one) for one in found.inquiries.filter(state="asked"))


def _inquiry(one: Inquiry, standing: Standing) -> dict[str, Any]:
    papers = one.evidence.select_related("paper").defer("paper__content")
    silent = grounds.is_silent(one.objection, one)
    return {
        "inquiry": one, "department": saying.named(one.department), "due": saying.day_or_unknown(one.due_on), "silent": silent,
        "state": text("objections.inquiry_state", one.state), "answer": saying.answer_of(one) if one.answer else [],
        "papers": keeping.rows(one.objection, papers, "objections:paper", one.objection_id),
        "may_return": one.state == "answered" and one.objection.state in {"forwarded", "answered"} and may(standing, "handle_objection"),
    }  # fmt: skip


def _row(one: Objection) -> dict[str, Any]:
    return {
        "case": one, "state": saying.state_of(one), "tone": saying.TONES[one.state], "ground": text("objections.ground", one.ground),
        "due": saying.due_of(one), "late": clocking.is_late(one), "unknown": clocking.is_unknown(one) and not clocking.is_paused(one),
    }  # fmt: skip


def _tiles() -> list[dict[str, Text | str | int]]:
    counted, url = listing.counts(), reverse("objections:list")
    wanted = [("late", "?late=1", "bad"), *((one, f"?state={one}", "wait") for one in ("filed", "accepted", "forwarded", "answered"))]
    return [
        {"text": text("objections.tile", name), "n": counted[name], "url": f"{url}{query}", "tone": tone} for name, query, tone in wanted
    ]


def _wanted(query: QueryDict) -> listing.Wanted:
    return listing.Wanted(
        state=query.get("state", ""), ground=query.get("ground", ""), department=query.get("department", ""), late=query.get("late") == "1"
    )


def is_uuid(written: str) -> bool:
    """Whether it can be a key at all."""
    try:
        UUID(written)
    except ValueError:
        return False
    return True
