"""An organisation's cases and their clocks, who may act for it, and who looked."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodstanding.departments.standing import Standing
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.ours import looking
from goodstanding.ours.views.overview import PAGE, frame
from goodstanding.representing import cases as kept
from goodstanding.representing.acting import ours
from goodstanding.representing.finding import for_body
from goodstanding.representing.views.saying import rows


@require_safe
@ours
def cases(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:
    """Open ones first, by what is due next."""
    page = Paginator(kept.of(families.members(organisation.pk)), PAGE).get_page(request.GET.get("page"))
    context = frame(organisation, standing, "cases") | {
        "cases": page.object_list, "today": timezone.localdate(), "first": "?" if page.number > 1 else "",
        "next": f"?page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
    return render(request, "ours/cases.html", context)


@require_safe
@ours
def powers(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:
    """Who may act for it today, all of them; requests and earlier powers, a page at a time; and who ended them."""
    found = for_body(organisation).select_related("user").order_by("-asked_at")
    live = found.in_force()
    page = Paginator(found.exclude(pk__in=live.values("pk")), PAGE).get_page(request.GET.get("page"))
    context = frame(organisation, standing, "powers") | {
        "now": rows(live), "others": rows(page.object_list),
        "desk": standing.role == "clerk", "first": "?" if page.number > 1 else "",
        "next": f"?page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
    return render(request, "ours/powers.html", context)


@require_safe
@ours
def looked(request: HttpRequest, standing: Standing, organisation: Organisation) -> HttpResponseBase:
    """Who opened its pages, when and why."""
    page = Paginator(looking.looks(families.members(organisation.pk)), PAGE).get_page(request.GET.get("page"))
    context = frame(organisation, standing, "looked") | {
        "looks": [looking.said(one) for one in page.object_list], "first": "?" if page.number > 1 else "",
        "next": f"?page={page.next_page_number()}" if page.has_next() else "",
    }  # fmt: skip
    return render(request, "ours/looked.html", context)
