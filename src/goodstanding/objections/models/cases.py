"""An objection (异议): one case over one or several records, or entries of lists, of one organisation."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goodstanding.departments.models import Department
from goodstanding.lists.models import Listing
from goodstanding.objections.models import locks
from goodstanding.organisations.models import Organisation
from goodstanding.records.locks import kept_unless_purged
from goodstanding.records.models import Record
from goodstanding.representing.models import Consent

CHANNELS = ("online", "window", "ex_officio")
GROUNDS = ("wrong", "missing", "not_us", "past_term", "list_conditions", "other")
"""深圳 art. 48: wrong or missing; still shown past its term; listed or not removed against the conditions; other. And: not us at all."""
OUTCOMES = ("upheld", "partly", "rejected", "moot")
SETTLEMENTS = ("correct", "end", "take_back", "add", "nothing", "otherwise")
"""What happened to one part: put right, ended, taken back, to be handed in, left as it is; or it ended meanwhile for another reason."""
OVER = ("decided", "refused", "withdrawn")
STATES = ("", "filed", "accepted", "forwarded", "answered", *OVER)


class Objection(models.Model):
    """One case. Whether it is late is computed; its days are stored, NULL where the calendar does not reach."""

    procedure: ClassVar[str] = "objection"

    # Identification
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="办件编号: YY, year, running number")
    token = models.UUIDField(unique=True, help_text="of the draft it was sent from: sent twice, it is one case")
    # Who, by which way
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="objections")
    channel = models.TextField(help_text="one of CHANNELS")
    consent = models.ForeignKey(Consent, null=True, on_delete=models.PROTECT, related_name="objections")
    user_id = models.BigIntegerField(null=True)
    by = models.TextField(help_text="label of the standing it was filed with")
    # What
    ground = models.TextField(help_text="one of GROUNDS")
    words = models.TextField(help_text="the organisation's own words, without persons' numbers")
    profile = models.TextField(help_text="whose clocks it runs by, fixed when it was filed")
    # Clocks
    filed_at = models.DateTimeField(db_default=Now())
    accepted_at = models.DateTimeField(null=True)
    step_on = models.DateField(null=True, help_text="the centre's next step (accept, then compare and forward) is due; NULL: unknown")
    due_on = models.DateField(null=True, help_text="the whole case is due; NULL: unknown, or not begun")
    # The one extension
    extended_at = models.DateTimeField(null=True)
    extended_user = models.BigIntegerField(null=True)
    extended_by = models.TextField(blank=True, db_default="", default="")
    extended_because = models.TextField(blank=True, db_default="", default="")
    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(db_default="", default="")
    decided_at = models.DateTimeField(null=True)
    decided_user = models.BigIntegerField(null=True)
    decided_by = models.TextField(blank=True, db_default="", default="")
    outcome = models.TextField(blank=True, db_default="", default="", help_text="one of OUTCOMES")
    reasons = models.TextField(blank=True, db_default="", default="", help_text="of the decision or the refusal")
    basis = models.TextField(blank=True, db_default="", default="", help_text="the article it rests on, as the catalogue quotes articles")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(channel__in=CHANNELS, ground__in=GROUNDS, state__in=STATES) & ~Q(words="") & ~Q(by="") & ~Q(profile=""),
                name="objection_is_whole",
            ),
            models.CheckConstraint(condition=Q(consent__isnull=False) | ~Q(channel="window"), name="objection_at_the_window_with_consent"),
            models.CheckConstraint(
                condition=~Q(state="decided")
                | Q(decided_at__isnull=False, outcome__in=OUTCOMES) & ~Q(reasons="") & ~Q(basis="") & ~Q(decided_by=""),
                name="objection_decided_with_reasons",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reasons=""), name="objection_refused_with_reasons"),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "forwarded", "answered", "decided")) | Q(accepted_at__isnull=False),
                name="objection_accepted_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(extended_at__isnull=True, extended_by="", extended_because="")
                | Q(extended_at__isnull=False) & ~Q(extended_by="") & ~Q(extended_because=""),
                name="objection_extended_by_somebody",
            ),
        )
        indexes = (
            models.Index(fields=["due_on", "step_on"], name="objection_open", condition=~Q(state__in=OVER)),
            models.Index(fields=["organisation", "-filed_at"], name="objection_of_body"),
        )
        triggers = (
            locks.kept("objections_are_kept", "id"),
            locks.final("objections_over_are_fixed", *OVER),
            locks.DECIDED_BY_ANOTHER,
            pgtrigger.ReadOnly(
                name="objections_stay_as_filed",
                fields=["number", "token", "organisation", "channel", "consent", "ground", "words", "profile", "filed_at"],
            ),
            # Once: what was extended is not extended again.
            pgtrigger.Protect(
                name="objections_extended_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__extended_at__isnull=False) & pgtrigger.Q(new__extended_at__df=pgtrigger.F("old__extended_at")),
            ),
        )

    def __str__(self) -> str:
        return self.number


class Item(models.Model):
    """One record of the case and what should stand there, or one entry of a list; without either: a decision that is missing."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="items")
    record = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="objected", db_constraint=False)
    listing = models.ForeignKey(Listing, null=True, on_delete=models.PROTECT, related_name="objected")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+", help_text="the source")
    revision = models.IntegerField(null=True, help_text="what was published when it was filed")
    described = models.TextField(blank=True, help_text="the decision, where it is missing: number and organ")
    fields = models.JSONField(default=dict, help_text="field code -> what should be said instead, '' for unknown; empty: the whole")
    # How it ended
    outcome = models.TextField(blank=True, db_default="", default="", help_text="one of SETTLEMENTS")
    values = models.JSONField(default=dict, help_text="field code -> what it says since")
    corrected_to = models.IntegerField(null=True, help_text="number of the revision that corrected it")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            # One of them: a record, an entry of a list, or a decision that is missing.
            models.CheckConstraint(
                condition=Q(record__isnull=False, listing__isnull=True)
                | Q(record__isnull=True, listing__isnull=False)
                | Q(record__isnull=True, listing__isnull=True) & ~Q(described=""),
                name="item_names_a_decision",
            ),
            # 谁认定: an entry ends or stays; nothing in it is corrected here.
            models.CheckConstraint(
                condition=Q(listing__isnull=True) | Q(outcome__in=("", "end", "nothing", "otherwise")), name="an_entry_ends_or_stays"
            ),
            models.CheckConstraint(condition=Q(outcome="") | Q(outcome__in=SETTLEMENTS, settled_at__isnull=False), name="item_settled"),
            models.UniqueConstraint(fields=["objection", "record"], name="one_item_per_record"),
            models.UniqueConstraint(fields=["objection", "listing"], name="one_item_per_listing"),
        )
        indexes = (models.Index(fields=["record"], name="item_of_record", condition=Q(outcome="")),)
        triggers = (
            kept_unless_purged("items_are_kept"),
            pgtrigger.ReadOnly(name="items_stay_as_filed", fields=["objection", "record", "listing", "revision", "described", "fields"]),
            locks.SETTLED_ONCE,
        )

    def __str__(self) -> str:
        return self.described or str(self.record_id or self.listing_id)


class Pause(models.Model):
    """The clock stood still from a day until another: expert tests, where the profile's law leaves their time out of account."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="pauses")
    since = models.DateField(help_text="first day that does not count")
    until = models.DateField(null=True, help_text="first day that counts again")
    because = models.TextField()
    by = models.TextField(help_text="label of the standing")

    class Meta:
        ordering = ("since", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(because="") & ~Q(by=""), name="pause_is_whole"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="pause_ends_after_it_begins"),
            models.UniqueConstraint(fields=["objection"], name="one_pause_at_a_time", condition=Q(until__isnull=True)),
        )
        triggers = (
            locks.kept("pauses_are_kept"),
            pgtrigger.ReadOnly(name="pauses_are_fixed", exclude=["until"]),
            pgtrigger.Protect(name="pauses_end_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__until__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.objection_id} {self.since}"


class Draft(models.Model):
    """What somebody has typed of an objection and not sent yet: nothing is lost on the way through the three steps."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user_id = models.BigIntegerField(help_text="nobody else's")
    records = models.JSONField(default=dict, help_text="record -> field code -> what should be said instead")
    listings = ArrayField(models.UUIDField(), default=list, help_text="entries of lists")
    missing = models.JSONField(default=dict, help_text="number, organ, department: of a decision that is missing")
    ground = models.TextField(blank=True)
    words = models.TextField(blank=True)
    papers = ArrayField(models.UUIDField(), default=list, help_text="papers.Paper taken so far")
    consent = models.UUIDField(null=True, help_text="representing.Consent, at the window")
    touched_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = (models.Index(fields=["touched_at"], name="draft_by_age"),)

    def __str__(self) -> str:
        return str(self.id)
