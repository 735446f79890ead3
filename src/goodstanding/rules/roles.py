"""What the product uses a field for, the same over all kinds: no code outside the catalogue names a template's column."""

from __future__ import annotations

ROLES = frozenset(
    {
        "party.name",
        "party.class",
        "party.uscc",
        "party.regno",
        "party.orgcode",
        "party.taxno",
        "party.institution",
        "party.social",
        "party.representative",
        "party.representative_id_type",
        "party.representative_id",
        "party.person_id_type",
        "party.person_id",
        "decision.title",
        "decision.number",
        "decision.date",
        "decision.category",
        "decision.content",
        "decision.facts",
        "decision.violation",
        "decision.basis",
        "permit.certificate",
        "permit.number",
        "valid.from",
        "valid.until",
        "fine",
        "confiscated",
        "suspended",
        "publish.until",
        "organ.name",
        "organ.code",
        "status",
        "source.name",
        "source.code",
        "remark",
        "publication.class",
        "publication.procedure",
        "secret",
    }
)
"""The last three come from a city's own columns; the standard has none of them."""
