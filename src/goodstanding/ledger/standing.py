"""On whose behalf something is done. Made by ``departments.standing`` from a request; the ledger only writes it down."""

from __future__ import annotations

from dataclasses import dataclass

CENTRE = frozenset({"clerk", "auditor", "administrator", "director"})
"""Roles of the credit-information centre; they see every department's submissions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Who acts, in which role, for which department or organisation. ``label`` is what the ledger and other people read."""

    label: str
    role: str = ""
    user_id: int | None = None
    department_id: int | None = None
    organisation_id: int | None = None
    client_id: int | None = None
    scopes: frozenset[str] = frozenset()

    @property
    def is_centre(self) -> bool:
        """Works for the centre (or is the system itself)."""
        return self.role in CENTRE or self.is_system

    @property
    def is_system(self) -> bool:
        return self.role == "system"

    @property
    def is_visitor(self) -> bool:
        """Somebody who has not signed in."""
        return not self.role


SYSTEM = Standing(label="system", role="system")
VISITOR = Standing(label="visitor")
