"""A record's proofs say what the record said: one more place where something wrong could be seen (records.reaching)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse

from goodstanding.records.reaching import Wrong, register


@register
def proofs(wrongs: Sequence[Wrong]) -> Iterator[tuple[Wrong, str, str]]:
    """The file and the answer."""
    for wrong in wrongs:
        yield wrong, "log", reverse("log:proofs", args=[wrong.record.pk])
        yield wrong, "api", f"/api/v1/public/records/{wrong.record.pk}/proofs"
