"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RepairsConfig(AppConfig):
    """Credit repair: eligibility, application, decision, bar, court masking, repair notice."""

    name = "goodstanding.repairs"
    label = "repairs"

    def ready(self) -> None:
        """A record that ends otherwise closes its open application; one that is purged takes everything along."""
        from goodstanding.repairs import closing, purged  # noqa: F401, PLC0415 - registers itself; models are there only now
