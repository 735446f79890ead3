"""Entries of the register that are shown as one body while merges stand. Each keeps its own records, names and codes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from goodstanding.organisations.models import Organisation

# UNION, not UNION ALL: even a ring, which the database refuses, would end.
_MEMBERS = """
    WITH RECURSIVE family AS (
        SELECT id FROM organisations_organisation WHERE id = %s
        UNION SELECT body.id FROM organisations_organisation body JOIN family ON body.merged_into_id = family.id
    ) SELECT id FROM family ORDER BY id
"""
_ROOTS = """
    WITH RECURSIVE up AS (
        SELECT id AS entry, id AS above FROM organisations_organisation WHERE id = ANY(%s)
        UNION SELECT up.entry, body.merged_into_id FROM up JOIN organisations_organisation body ON body.id = up.above
        WHERE body.merged_into_id IS NOT NULL
    ) SELECT up.entry, up.above FROM up JOIN organisations_organisation body ON body.id = up.above WHERE body.merged_into_id IS NULL
"""


def members(organisation_id: int) -> list[int]:
    """The entry and all that are shown as it, however far down."""
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, [organisation_id])
        return [found for (found,) in cursor.fetchall()]


def roots(organisation_ids: Iterable[int]) -> dict[int, int]:
    """For each entry the one it is shown as; itself where no merge stands."""
    with connection.cursor() as cursor:
        cursor.execute(_ROOTS, [list(organisation_ids)])
        return dict(cursor.fetchall())


def root(organisation: Organisation) -> Organisation:
    """The entry this one is shown as."""
    if organisation.merged_into_id is None:
        return organisation
    return Organisation.objects.get(pk=roots([organisation.pk])[organisation.pk])
