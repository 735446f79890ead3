"""Atom feeds of shown records. An entry says until when it may be shown: whoever keeps a copy has to let go of it then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from goodstanding.portal.listing import Filters, Line
from goodstanding.rules.catalogue import Kind
from goodstanding.ui.templatetags.texts import day
from goodstanding.ui.texts import here, text


def write(request: HttpRequest, kind: Kind, page: str, chosen: Filters, lines: Sequence[Line]) -> str:
    """The feed in the language of the request."""
    query = chosen.query()
    address = request.build_absolute_uri(f"{reverse(page)}?{query}".rstrip("?"))
    feed = Atom1Feed(
        title=here(text("portal.feed.title", kind=here(kind.title))), link=address, description=None, language=request.LANGUAGE_CODE,
        feed_url=request.build_absolute_uri(), author_name=here(text("ui.service.name")), subtitle=here(text("portal.feed.subtitle")),
    )  # fmt: skip
    for line in lines:
        shown = datetime.combine(line.shown_from, time(), tzinfo=timezone.get_current_timezone())
        feed.add_item(
            title=here(text("portal.feed.entry", organisation=line.organisation, number=line.decision_no)),
            link=request.build_absolute_uri(reverse("portal:record", args=[line.public_id])),
            description=_words(line),
            unique_id=f"urn:uuid:{line.public_id}", pubdate=shown, updateddate=shown, author_name=line.department,
        )  # fmt: skip
    return feed.writeString("utf-8")


def _words(line: Line) -> str:
    """What the entry says; where the record is disputed, that comes first."""
    said = here(text("portal.feed.words", organ=line.organ_name, decided=day(line.decided_on), until=line.until))
    marked = "".join(here(text("portal.feed.marked", title=mark.title, since=day(mark.since))) for mark in line.marks)
    return marked + said
