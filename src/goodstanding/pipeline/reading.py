"""How compiled rules look at a field, whatever relation they run over."""

from __future__ import annotations

from typing import Protocol


class Reading(Protocol):
    """SQL for the values of a field; NULL where empty or unreadable."""

    @property
    def today(self) -> str:
        """The day of the examination as a DATE."""

    def text(self, code: str) -> str:
        """The cell's text."""

    def day(self, code: str) -> str:
        """The cell as a DATE."""

    def amount(self, code: str) -> str:
        """The cell as a DECIMAL in 10,000 yuan."""

    def right(self, code: str) -> str:
        """Whether an identifier surely has no fault."""

    def suspect(self, code: str) -> str:
        """Whether a text may hold something that is asked about whole texts: markup, formulas, wrong decoding."""
