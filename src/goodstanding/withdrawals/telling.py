"""Whoever acts for an organisation whose record has ended is told; nobody is asked about where nobody acts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from goodstanding.organisations.finding import code_of
from goodstanding.organisations.models import Organisation
from goodstanding.records.models import Record
from goodstanding.representing.models import Power
from goodstanding.representing.telling import tell_organisation
from goodstanding.ui.texts import text
from goodstanding.withdrawals.models import RegimeEnding, Withdrawal


def tell_withdrawn(made: Withdrawal, ended: Iterable[Record]) -> None:
    """Each organisation once for a single record, and once with the number of them for several."""
    by_body: dict[int, list[Record]] = {}
    for one in ended:
        by_body.setdefault(one.organisation_id, []).append(one)
    ground = text("records.ended", made.because)
    acted_for = _acted_for(by_body)
    for body, records in by_body.items():
        organisation = acted_for.get(body)
        if organisation is None:
            continue
        url = reverse("ours:record", args=[code_of(organisation), records[0].pk])
        tell_organisation(organisation, "withdrawals.told.ended", url=url, document=records[0].decision_no, n=len(records), ground=ground)


def tell_regime(made: RegimeEnding) -> int:
    """Each organisation somebody acts for today, with how many of its records ended. Returns how many organisations."""
    told = 0
    for organisation, count in _concerned(made.pk):
        url = reverse("ours:overview", args=[code_of(organisation)])
        tell_organisation(organisation, "withdrawals.told.regime", url=url, n=count, number=made.number)
        told += 1
    return told


def _concerned(case: UUID) -> list[tuple[Organisation, int]]:
    """One query over what has ended, however much that is."""
    held = Power.objects.in_force().values("organisation_id")
    ended = Record.everything.filter(ending__case=case).filter(Q(organisation_id__in=held) | Q(organisation__merged_into_id__in=held))
    counted: Counter[int] = Counter()
    rows = ended.values("organisation_id", "organisation__merged_into_id").annotate(n=Count("pk")).order_by()
    for row in rows:
        counted[row["organisation__merged_into_id"] or row["organisation_id"]] += row["n"]
    bodies = Organisation.objects.in_bulk(counted)
    return [(bodies[body], count) for body, count in sorted(counted.items())]


def _acted_for(bodies: Iterable[int]) -> dict[int, Organisation]:
    """Those somebody may act for, or for the entry they are shown as."""
    found = Organisation.objects.filter(pk__in=list(bodies)).select_related("merged_into")
    roots = {one.pk: one.merged_into or one for one in found}
    asked = {*roots, *(root.pk for root in roots.values())}
    held = set(Power.objects.in_force().filter(organisation_id__in=asked).values_list("organisation_id", flat=True))
    return {body: root for body, root in roots.items() if {body, root.pk} & held}
