"""How long records can be looked up and how long they are kept, by the city's profile; archived is a date comparison, never a flag."""

from __future__ import annotations

from django.conf import settings

from goodstanding.records.models import Retention
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text


def install(catalogue: Catalogue) -> None:
    """Give the database's own guard the catalogue's terms (see :mod:`locks`). Raises ``Unusable`` where the profile is not one."""
    term = catalogue.terms.get(f"retention_{settings.RETENTION_PROFILE}")
    if term is None:
        known = ", ".join(sorted(code.removeprefix("retention_") for code in catalogue.terms if code.startswith("retention_")))
        raise Unusable(
            "RETENTION_PROFILE",
            Text(
                f"RETENTION_PROFILE 应为下列之一：{known}。",
                f"RETENTION_PROFILE must be one of: {known}.",
            ),
        )
    wanted = [Retention(kind=kind, archived_after=term.count, kept_for=catalogue.terms["archive_kept"].count) for kind in catalogue.kinds]
    known_rows = set(Retention.objects.values_list("kind", "archived_after", "kept_for"))
    if known_rows != {(one.kind, one.archived_after, one.kept_for) for one in wanted}:
        Retention.objects.bulk_create(wanted, update_conflicts=True, unique_fields=["kind"], update_fields=["archived_after", "kept_for"])
