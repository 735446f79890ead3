"""How much a program has asked in this minute: one row for each, so it cannot grow; unlogged, so it costs no disk."""

from __future__ import annotations

from django.db import models


class Quota(models.Model):
    """Counted in the database, so that it holds however many processes answer."""

    client_id = models.BigIntegerField(primary_key=True)
    minute = models.BigIntegerField(help_text="minutes since 1970")
    used = models.IntegerField(help_text="codes asked in it")

    def __str__(self) -> str:
        return f"{self.client_id}: {self.used}"
