"""An organisation's life: how it stood in the register, and how it is tied to others. Two times, as for codes and names."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goodstanding.organisations.models.bodies import Organisation

RELATIONS = ("branch_of", "split_from", "merged_into", "continues")
"""分支机构 · 由其分立 · 并入 (a merger in law, not of two entries) · 承继 (reorganised from)."""


class Registration(models.Model):
    """How an organisation stood in the register: status, district and address. One is in force at a time."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="registrations")
    status = models.TextField(blank=True, help_text="a code of statuses.STATUSES, '' unknown")
    district = models.TextField(blank=True)
    address = models.TextField(blank=True, db_default="", default="", help_text="住所; a household's address is never asked for")
    # Time
    valid_from = models.DateField(null=True, help_text="NULL: from the beginning")
    valid_until = models.DateField(null=True, help_text="first day it no longer was; NULL: still is")
    known_from = models.DateTimeField(db_default=Now())
    known_until = models.DateTimeField(null=True, help_text="when we stopped believing it")
    # Provenance
    source = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_from__isnull=True) | Q(valid_from__lte=F("valid_until")),
                name="registration_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                name="one_current_registration_per_body",
                condition=Q(valid_until__isnull=True, known_until__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.status}"


class Relation(models.Model):
    """How two organisations are tied: read ``organisation`` is a branch of ``other``."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="relations")
    kind = models.TextField(help_text="one of RELATIONS")
    other = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="relations_back")
    # Time
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    known_from = models.DateTimeField(db_default=Now())
    known_until = models.DateTimeField(null=True)
    # Provenance
    source = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=RELATIONS), name="relation_of_a_known_kind"),
            models.CheckConstraint(condition=~Q(organisation=F("other")), name="relation_of_two"),
            models.UniqueConstraint(
                fields=["organisation", "kind", "other"],
                name="one_relation_at_a_time",
                condition=Q(valid_until__isnull=True, known_until__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind} {self.other_id}"
