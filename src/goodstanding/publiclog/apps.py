"""The Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PubliclogConfig(AppConfig):
    """The public log: a Merkle tree over every public act, served as tiles, with proofs."""

    name = "goodstanding.publiclog"
    label = "publiclog"

    def ready(self) -> None:
        """Undoings ask the log where a wrong thing could be seen; a purge takes what opens its leaves."""
        from goodstanding.publiclog import purging, reached  # noqa: F401, PLC0415 - they register themselves
