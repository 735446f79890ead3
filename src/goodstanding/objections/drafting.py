"""What somebody is about to object to, kept between the steps: nobody else's, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goodstanding.clocks.deadlines import ago
from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.objections import filing
from goodstanding.objections.filing import Filing, Missing
from goodstanding.objections.models import Draft, Objection
from goodstanding.organisations.models import Organisation
from goodstanding.papers.destroying import destroy
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import File, take
from goodstanding.records.models import Record
from goodstanding.representing.models import Consent
from goodstanding.rules import persons
from goodstanding.rules.refusals import Missing as NoSuch
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

SLIP_COUNTS = timedelta(days=1)
KEPT = "objection_draft"
MOST = 20
"""Papers of one case."""


def find(number: UUID, organisation: Organisation, by: Standing) -> Draft:
    """One's own draft for that organisation. Raises ``Missing`` where it was sent or cleared."""
    found = Draft.objects.filter(pk=number, organisation=organisation, user_id=by.user_id or 0).first()
    if found is None:
        raise NoSuch("DRAFT_GONE", text("objections.refused.draft_gone"))
    return found


def fields_in(draft_records: dict[str, Any], posted: Any) -> dict[str, dict[str, str]]:
    """What a form says about each record: a ticked field, or one with something written in."""
    said: dict[str, dict[str, str]] = {}
    for record in draft_records:
        known = Record.everything.filter(pk=record).first()
        codes = filing.fields_of(known) if known else []
        ticked = {code for code in codes if posted.get(f"d-{record}-{code}") or posted.get(f"f-{record}-{code}", "").strip()}
        said[record] = {code: persons.mask(posted.get(f"f-{record}-{code}", "").strip()[:2000])[0] for code in codes if code in ticked}
    return said


def papers_of(draft: Draft) -> list[Paper]:
    """The papers taken so far."""
    return list(Paper.objects.filter(pk__in=draft.papers, destroyed_at__isnull=True).defer("content").order_by("at"))


def consent_of(draft: Draft) -> Consent | None:
    """The visitor's slip, at the window."""
    if draft.consent is None:
        return None
    return Consent.objects.filter(pk=draft.consent, organisation=draft.organisation, purpose="objection").select_related("paper").first()


def take_up_consent(draft: Draft, *, by: Standing) -> None:
    """The slip the same clerk took in for this body within a day, at the window's own page, and no case has used yet."""
    since = timezone.now() - SLIP_COUNTS
    found = Consent.objects.filter(organisation=draft.organisation, purpose="objection", user_id=by.user_id or 0, at__gte=since)
    slip = found.filter(objections__isnull=True).order_by("-at").first()
    if draft.consent is None and slip is not None:
        draft.consent = slip.pk
        draft.save(update_fields=["consent", "touched_at"])


def add_paper(draft: Draft, file: File, *, by: Standing) -> None:
    """One more. Raises ``Refused`` with what to do instead."""
    if len(draft.papers) >= MOST:
        raise Refused("TOO_MANY_PAPERS", text("objections.refused.too_many_papers", most=MOST))
    draft.papers = [*draft.papers, take(file, purpose=filing.PURPOSE, by=by).pk]
    draft.save(update_fields=["papers", "touched_at"])


def drop_paper(draft: Draft, number: str, *, by: Standing) -> None:
    """Taken by mistake: destroyed, as it belongs to no case."""
    paper = next((one for one in papers_of(draft) if str(one.pk) == number), None)
    if paper is not None:
        draft.papers = [one for one in draft.papers if one != paper.pk]
        draft.save(update_fields=["papers", "touched_at"])
        destroy(paper, by=by, because="taken out of a draft")


def send(draft: Draft, *, by: Standing) -> Objection:
    """File what the draft says; the draft is no more."""
    missing = draft.missing or None
    said = Filing(
        organisation=draft.organisation, token=draft.pk, ground=draft.ground, words=draft.words,
        records={UUID(record): fields for record, fields in draft.records.items()},
        listings=tuple(draft.listings),
        missing=Missing(
            described=missing["described"], department=Department.objects.filter(code=missing.get("department", "")).first()
        ) if missing else None,
        papers=tuple(draft.papers), consent=consent_of(draft),
    )  # fmt: skip
    with transaction.atomic():
        Draft.objects.select_for_update().filter(pk=draft.pk).first()  # what is being sent is not swept up
        made = filing.file(said, by=by)
        Draft.objects.filter(pk=draft.pk).delete()
    return made


def sweep() -> int:
    """Drafts nobody has touched for the term of the catalogue, with their papers."""
    swept = 0
    for key in list(Draft.objects.filter(touched_at__lt=ago(KEPT)).values_list("pk", flat=True)):
        with transaction.atomic():
            draft = Draft.objects.select_for_update().filter(pk=key, touched_at__lt=ago(KEPT)).first()
            if draft is None:
                continue
            for paper in papers_of(draft):
                destroy(paper, by=SYSTEM, because=KEPT)
            draft.delete()
            swept += 1
    return swept
