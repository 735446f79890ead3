"""Where on the public site a record can be seen: asked when something turns out wrong (records.reaching)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.http import urlencode

from goodstanding.organisations.finding import codes_of
from goodstanding.portal.views.newest import PAGES
from goodstanding.records.reaching import Wrong, register


@register
def pages(wrongs: Sequence[Wrong]) -> Iterator[tuple[Wrong, str, str]]:
    """Its own page and answer, the page, list and search of whom it named, and the lists and feeds of its kind."""
    codes = codes_of(wrong.named for wrong in wrongs)
    for wrong in wrongs:
        record, code, listed = wrong.record, codes[wrong.named.pk], reverse(PAGES[wrong.record.kind])
        of_body = urlencode({"organisation": code})
        yield wrong, "record_page", reverse("portal:record", args=[record.pk])
        yield wrong, "organisation_page", reverse("portal:organisation", args=[code])
        yield wrong, "organisation_list", f"{listed}?{of_body}"
        yield wrong, "search", f"{reverse('portal:search')}?{urlencode({'q': code})}"
        yield wrong, "list", listed
        yield wrong, "feed", reverse(f"{PAGES[record.kind]}-feed")
        yield wrong, "api", f"/api/v1/public/records/{record.pk}"
        yield wrong, "api", f"/api/v1/public/organisations/{code}"
