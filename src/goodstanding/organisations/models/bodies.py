"""Organisations with their dated codes and names."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Now, Substr

from goodstanding.organisations.models.functions import Days, Grams, Hash

KINDS = {
    "uscc": r"^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$",  # GB 32100-2015
    "orgcode": r"^[0-9A-Z]{8}[0-9X]$",  # GB 11714-1997
    "regno": r"^[0-9]{13}([0-9]{2})?$",  # 15 digits with a check digit since 2007, 13 before
    "taxno": r"^[0-9]{6}[0-9A-Z]{8}[0-9X]$",  # six of the region, nine of the organisation code; an ID number does not fit
    "institution": r"^[0-9]{12}$",
    "social": r"^\S{1,50}$",
}
"""Kinds of identifier, and the shape each must have to be stored at all."""

# Merging takes a lock of its own (organisations.joining), so that two halves of a ring are never written beside each other.
_NO_RING = """
    IF EXISTS (
        WITH RECURSIVE above AS (
            SELECT NEW.merged_into_id AS id
            UNION SELECT body.merged_into_id FROM organisations_organisation body JOIN above ON body.id = above.id
            WHERE body.merged_into_id IS NOT NULL
        ) SELECT 1 FROM above WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'goodstanding: an organisation would be merged into itself' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Organisation(models.Model):
    """A legal person, another organisation, or an individually-operated business in its business capacity. Never a person."""

    # Identification: today's, copied from the dated rows in the same transaction
    uscc = models.TextField(null=True, help_text="统一社会信用代码; NULL while only an older code is known")  # noqa: DJ001 - unique where it is known
    name = models.TextField(help_text="as registered")
    normal_name = models.TextField(help_text="rules.names.normal of the name")
    # Description
    category = models.TextField(blank=True, help_text="the USCC's first two characters: registering authority and kind of body")
    district = models.TextField(blank=True, help_text="行政区划代码 given by the register, else the USCC's third to eighth character")
    status = models.TextField(blank=True, help_text="a code of statuses.STATUSES, '' unknown")
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="absorbed", help_text="while a merge stands: the entry it is shown as"
    )
    # Provenance
    source = models.TextField(help_text="the register file or submission it came from")
    opened_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["uscc"], name="one_body_per_code"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(normal_name=""), name="organisation_has_a_name"),
            models.CheckConstraint(condition=Q(uscc__isnull=True) | Q(uscc__regex=KINDS["uscc"]), name="organisation_code_has_its_shape"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="organisation_not_merged_into_itself"
            ),
        )
        # Records point here without a row-by-row foreign key (see records.models): what is never deleted cannot dangle.
        triggers = (
            pgtrigger.Protect(name="organisations_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="merges_make_no_ring",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("merged_into_id"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(new__merged_into__isnull=False),
                func=_NO_RING,
            ),
        )

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """A code that is or was an organisation's."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.TextField(help_text="one of KINDS")
    value = models.TextField(help_text="cleaned: no spaces, upper case")
    core = models.GeneratedField(
        expression=models.Case(
            models.When(kind="uscc", then=Substr("value", 9, 9, output_field=models.TextField())),
            models.When(kind="orgcode", then=F("value")),
            models.When(kind="taxno", then=Substr("value", 7, 9, output_field=models.TextField())),
            output_field=models.TextField(null=True),
        ),
        output_field=models.TextField(null=True),
        db_persist=True,
        help_text="主体标识码, the organisation code inside: characters 9-17 of a USCC, the last nine of a 15-digit tax number",
    )
    # Time
    valid_from = models.DateField(null=True, help_text="NULL: from the beginning")
    valid_until = models.DateField(null=True, help_text="first day it no longer was; NULL: still is")
    known_from = models.DateTimeField(db_default=Now())
    known_until = models.DateTimeField(null=True, help_text="when we stopped believing it")
    # Provenance
    source = models.TextField()
    issue = models.TextField(blank=True, db_default="", help_text="重错码: why this code is not trusted to name one body; never matched on")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(*[~Q(kind=kind) | Q(value__regex=shape) for kind, shape in KINDS.items()]),
                name="identifier_has_its_shape",
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="identifier_of_a_known_kind"),
            # 17 zeros and an X stand for "no code" in real feeds; so do runs of one character.
            models.CheckConstraint(condition=~Q(value__regex=r"^(.)\1*X?$"), name="identifier_is_no_placeholder"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_from__isnull=True) | Q(valid_from__lt=F("valid_until")),
                name="identifier_ends_after_it_begins",
            ),
            # 国发〔2015〕33号: 一个统一代码只能赋予一个主体
            ExclusionConstraint(
                name="one_body_per_identifier",
                expressions=[
                    (Hash(Concat("kind", Value(":"), "value", output_field=models.TextField()), Value(0)), "="),
                    (Days("valid_from", "valid_until"), "&&"),
                ],
                condition=Q(known_until__isnull=True, issue=""),
            ),
            # 国发〔2015〕33号: 一个主体只能拥有一个统一代码
            models.UniqueConstraint(
                fields=["organisation"],
                name="one_live_code_per_body",
                condition=Q(kind="uscc", valid_until__isnull=True, known_until__isnull=True, issue=""),
            ),
        )
        indexes = (
            models.Index(fields=["value", "kind"], name="identifier_value"),
            models.Index(fields=["core"], name="identifier_core", condition=Q(core__isnull=False)),
            GinIndex(Grams("value", Value(4)), name="identifier_fragments"),
            # A handful: whether a code is doubted is asked for every row that is matched.
            models.Index(fields=["value"], name="identifier_doubted", condition=~Q(issue="")),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Name(models.Model):
    """A name that is or was an organisation's (曾用名)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name = models.TextField()
    normal_name = models.TextField(db_collation="C")
    # Time
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    known_from = models.DateTimeField(db_default=Now())
    known_until = models.DateTimeField(null=True)
    # Provenance
    source = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(normal_name=""), name="name_is_not_empty"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_from__isnull=True) | Q(valid_from__lte=F("valid_until")),
                name="name_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["organisation"], name="one_current_name_per_body", condition=Q(valid_until__isnull=True, known_until__isnull=True)
            ),
        )
        # Exact names and beginnings of names; collation C compares bytes, so LIKE 'x%' can use it.
        indexes = (
            models.Index(fields=["normal_name"], name="name_normal"),
            GinIndex(Grams("normal_name", Value(2)), name="name_fragments"),
        )

    def __str__(self) -> str:
        return self.name
