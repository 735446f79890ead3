"""Tell an organisation: everybody who may act for it today."""

from __future__ import annotations

from goodstanding.notices.telling import tell
from goodstanding.organisations.models import Organisation
from goodstanding.representing import finding


def tell_organisation(organisation: Organisation, key: str, *, url: str = "", **values: object) -> None:
    """A notice to each of them; nobody where nobody acts for it. ``key``, ``url`` and ``values`` as for ``notices.telling.tell``."""
    tell(representatives(organisation), key, url=url, **values)


def representatives(organisation: Organisation) -> list[int]:
    """The users with a power in force today."""
    return list(finding.for_body(organisation).in_force().values_list("user_id", flat=True).order_by("user_id").distinct())
