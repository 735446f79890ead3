"""Give the database's own locks the catalogue's lists: when the server starts, and after the catalogue has changed."""

from __future__ import annotations

from goodstanding.lists.models import Criterion, Kind
from goodstanding.rules.listing import ListingRules

_FIELDS = ["colour", "basis", "scope", "hearing", "public", "months", "since", "until"]


def install(rules: ListingRules) -> None:
    """What the catalogue no longer names stays for the entries that stand on it; it is out of use from today by the city's own words."""
    wanted = [
        Kind(
            code=one.code, colour=one.colour, basis=one.basis, scope=one.scope, hearing=one.hearing, public=one.public, months=one.months,
            since=one.since, until=one.until,
        )
        for one in rules.kinds.values()
    ]  # fmt: skip
    known = set(Kind.objects.values_list("code", *_FIELDS))
    if not {(one.code, *(getattr(one, field) for field in _FIELDS)) for one in wanted} <= known:
        Kind.objects.bulk_create(wanted, update_conflicts=True, unique_fields=["code"], update_fields=_FIELDS)
    conditions = {(kind.code, one.code, one.basis) for kind in rules.kinds.values() for one in kind.criteria}
    if not conditions <= set(Criterion.objects.values_list("kind_id", "code", "basis")):
        rows = [Criterion(kind_id=kind, code=code, basis=basis) for kind, code, basis in sorted(conditions)]
        Criterion.objects.bulk_create(rows, update_conflicts=True, unique_fields=["kind", "code"], update_fields=["basis"])
