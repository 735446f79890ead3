"""The page of one record."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from goodstanding.organisations.finding import code_of
from goodstanding.portal.caching import public, unindexed
from goodstanding.portal.period import period
from goodstanding.portal.record import describe, find, gone, successor
from goodstanding.publiclog import proving


@public
@unindexed
def record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What it is and is not, until when it shows and why, who decided, where it came from, and how to object."""
    found = find(public_id)
    if found is None and (instead := successor(public_id)):
        return HttpResponseRedirect(reverse("portal:record", args=[instead.public_id]))
    if found is None:
        why = gone(public_id)
        return render(request, "portal/no_record.html", {"gone": why}, status=410 if why and why.final else 404)
    it = describe(found, official=True)
    context = {
        "it": it,
        "record": found,
        "address": code_of(found.organisation),
        "today": timezone.localdate(),
        "period": period(it),
        **proving.context(found.pk),
        "page_url": request.build_absolute_uri(request.path),
    }
    return render(request, "portal/record.html", context)
