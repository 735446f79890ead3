"""An organisation's cases on lists, as its own page lists them."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from goodstanding.lists import finding, saying
from goodstanding.lists.models import OPEN
from goodstanding.organisations.finding import code_of
from goodstanding.representing.cases import Case
from goodstanding.ui.texts import text


def of(organisation_id: int) -> Iterable[Case]:
    """What it has been told of, the newest first."""
    for one in finding.of_organisation([organisation_id]):
        clock = one.state in {"served", "publicised"}
        yield Case(
            number=one.number, title=text("lists.ours.case_of", list=saying.title_of(one.kind_id)), state=saying.state_of(one),
            since=one.proposed_at, due_on=one.answer_until if clock else None, known=not clock or one.answer_until is not None,
            url=reverse("lists:ours", args=[code_of(one.organisation), one.pk]), open=one.state in OPEN,
        )  # fmt: skip
