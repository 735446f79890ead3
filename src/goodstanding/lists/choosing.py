"""What a proposal chooses from: lists a department is competent for, records that can carry a listing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.laws import force
from goodstanding.lists import catalogue, comparing, drafts, letters, saying
from goodstanding.lists.models import Competence, Listing, Rest
from goodstanding.lists.proposing import Proposal
from goodstanding.organisations import families
from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Record
from goodstanding.rules.listing import ListKind
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written
from goodstanding.ui.texts import text

OFFERED = 200
"""Records to choose from on one page, the newest first."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One list with what is said of it. ``why_not``: why nothing can be proposed under it today."""

    kind: ListKind
    basis: Text
    answer: Text | None
    criteria: list[tuple[str, Text]]
    why_not: Text | None
    conflicts: list[Listing]


def kind(code: str) -> ListKind | None:
    """What the catalogue says."""
    return catalogue.rules().kinds.get(code)


def offered(department: Department, body: Organisation) -> list[Offered]:
    """The lists that department is competent for today."""
    today = timezone.localdate()
    held = Competence.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), department=department, starts_on__lte=today)
    known = [found for code in held.values_list("kind_id", flat=True) if (found := kind(code))]
    against = comparing.against(body.pk) if any(one.colour == "red" for one in known) else []
    return [_offered(one, against, today) for one in sorted(known, key=lambda one: (one.colour, one.code))]


def _offered(one: ListKind, against: list[Listing], today: date) -> Offered:
    conflicts = against if one.colour == "red" else []
    why = None if one.stands(today) else text("lists.refused.out_of_use")
    if conflicts:
        why = text("lists.refused.red_against_black", numbers="、".join(each.number for each in conflicts))
    return Offered(
        kind=one, basis=saying.cited(one.basis), answer=saying.span(one.answer) if one.colour != "scrutiny" else None,
        criteria=[(f"{one.code}:{each.code}", each.text) for each in one.criteria], why_not=why or force.why_not(one.basis, today),
        conflicts=conflicts,
    )  # fmt: skip


def choosable(body: Organisation) -> Iterable[Record]:
    """This organisation's standing records."""
    found = Record.everything.filter(organisation_id__in=families.members(body.pk), taken_back=False, ended_on__isnull=True)
    return found.select_related("department").order_by("-decided_on", "-public_id")[:OFFERED]


def records(department: Department, body: Organisation, chosen: set[str]) -> list[dict[str, Any]]:
    """To tick: the department's own first, penalties before permits; what does not show for now cannot be chosen."""
    kinds = saying.all_rules().kinds
    found = [
        {
            "record": one, "own": one.department_id == department.pk, "kind": kinds[one.kind].title, "chosen": str(one.pk) in chosen,
            "suspended": one.is_suspended(), "department": saying.named(one.department),
        }
        for one in choosable(body)
    ]  # fmt: skip
    return sorted(found, key=lambda row: (not row["own"], row["record"].kind != "penalty"))


def proposal(draft: drafts.Proposal, body: Organisation, standing: Standing) -> Proposal:
    """As the verb takes it."""
    return Proposal(
        organisation=body, kind=draft.kind, criterion=draft.criterion, facts=draft.facts,
        records=tuple(UUID(one) for one in draft.records), documents=tuple(drafts.documents(draft, standing.user_id)),
    )  # fmt: skip


def named(draft: drafts.Proposal, body: Organisation, standing: Standing) -> list[Text]:
    """Its effective documents, as a letter names them, each with the scan that goes with it."""
    found = [letters.document(Rest(record=one)) for one in choosable(body) if str(one.pk) in set(draft.records)]
    for one in drafts.documents(draft, standing.user_id):
        scan = text("lists.desk.propose.with_scan", name=one.paper.name) if one.paper else Text("", "")
        words = text("lists.letters.document", organ=one.organ, number=one.number, day=written(one.decided_on))
        found.append(Text(f"{words.zh}{scan.zh}", f"{words.en}{scan.en}"))
    return found


def said(draft: drafts.Proposal, body: Organisation) -> list[dict[str, Any]]:
    """The list and its terms, to look at once more."""
    known = kind(draft.kind)
    criterion = next((one.text for one in known.criteria if one.code == draft.criterion), None) if known else None
    rows: list[tuple[str, Any]] = [
        ("organisation", f"{body.name} {body.uscc or ''}".strip()), ("list", saying.title_of(draft.kind)), ("criterion", criterion),
        ("basis", saying.cited(known.basis) if known else None),
        ("term", text("lists.desk.span.month", n=known.months) if known else None),
        ("answer", saying.span(known.answer) if known and known.colour != "scrutiny" else None),
    ]  # fmt: skip
    return [{"key": text("lists.desk.fact", name), "value": value} for name, value in rows if value]
