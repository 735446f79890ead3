"""The laws things rest on; what was repealed or suspended, by which document; and the list of what stopped with it."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goodstanding.laws import locks
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper

LEVELS = ("law", "regulation", "central_policy", "ministry_rule", "local_regulation", "normative", "standard", "own")
"""法律, 行政法规, 中央政策文件, 部门规章, 地方性法规, 规范性文件, 标准, 本系统."""
TARGETS = ("law", "measure")
KINDS = ("repealed", "suspended")
BECAME = ("stopped", "paused", "stays")
"""What rests on it ended for good, does not count for the time being, or is only named: another procedure ends it."""
ROUNDS = ("halted", "lifted")
OWN = "own"
"""本系统规则: no law, so nothing repeals it."""


class Law(models.Model):
    """One text of the catalogue, as the database's own guards see it. Written by :mod:`goodstanding.laws.installing` alone."""

    # Identification
    code = models.TextField(primary_key=True)
    title_zh = models.TextField()
    title_en = models.TextField()
    number = models.TextField(blank=True, help_text="主席令第70号, 国办发〔2019〕35号 …")
    level = models.TextField(blank=True, help_text="one of LEVELS; '' where the catalogue does not say")
    # In force
    since = models.DateField(help_text="first day in force")
    until = models.DateField(null=True, help_text="last day in force; NULL while it is")
    # How well it is known
    sure = models.BooleanField(default=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[a-z0-9][a-z0-9-]*$", level__in=("", *LEVELS)) & ~Q(title_zh="") & ~Q(title_en=""),
                name="law_is_whole",
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="law_ends_after_it_begins"),
        )
        triggers = locks.LAW

    def __str__(self) -> str:
        return self.code


class Halt(models.Model):
    """停用: a law, some of its articles, or a measure was repealed or suspended, and what rested on it stopped in the same transaction."""

    # What
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.TextField(unique=True, help_text="TZ2026-000123")
    target = models.TextField(help_text="one of TARGETS")
    code = models.TextField(help_text="of the law, or of the kind of measure")
    articles = models.TextField(blank=True, help_text="'' for the whole; else 4,8")
    kind = models.TextField(help_text="one of KINDS")
    document = models.TextField(help_text="number of the document that repeals or suspends it")
    words = models.TextField(help_text="the reason, as published")
    since = models.DateField(help_text="first day it no longer carries anything")
    paper = models.OneToOneField(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    affected = models.IntegerField(help_text="how many lines its list has; the list is written before it and closed by it")
    # By whom
    by = models.TextField()
    by_user = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_default=Now())
    # A suspension's end
    lifted_on = models.DateField(null=True, help_text="first day it counts again")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.TextField(blank=True, db_default="", default="")
    lifted_because = models.TextField(blank=True, db_default="", default="")

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(
                condition=Q(target__in=TARGETS, kind__in=KINDS, affected__gte=0)
                & ~Q(number="") & ~Q(code="") & ~Q(document="") & ~Q(words="") & ~Q(by=""),
                name="halt_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(articles="") | Q(target="law", articles__regex=r"^[1-9][0-9]{0,3}(,[1-9][0-9]{0,3})*$"),
                name="halt_of_known_articles",
            ),
            # What was repealed comes back as a new law, never by a click.
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True, lifted_at__isnull=True, lifted_by="", lifted_because="")
                | Q(kind="suspended", lifted_on__gte=F("since"), lifted_at__isnull=False) & ~Q(lifted_by="") & ~Q(lifted_because=""),
                name="only_a_suspension_is_lifted_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["target", "code", "articles", "kind"], name="halted_once_at_a_time", condition=Q(lifted_on__isnull=True)
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["target", "code", "since"], name="halt_of_target"),)
        triggers = locks.HALT

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Nobody has lifted it."""
        return self.lifted_on is None


class Affected(models.Model):
    """One line of a halt's list: what rested on the law or the measure at that moment, and what became of it."""

    halt = models.ForeignKey(Halt, on_delete=models.PROTECT, related_name="lines", db_index=False)
    part = models.TextField(help_text="name of the part it belongs to, see depending")
    subject = models.TextField(help_text="app label and model, or the kind of thing in the catalogue")
    subject_id = models.TextField()
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    title_zh = models.TextField()
    title_en = models.TextField()
    n = models.IntegerField(default=1, db_default=1, help_text="how many things this line stands for")
    became = models.TextField(help_text="one of BECAME")
    public = models.BooleanField(default=False, db_default=False, help_text="anybody could see it at that moment")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(became__in=BECAME, n__gte=0) & ~Q(part="") & ~Q(subject="") & ~Q(subject_id="") & ~Q(title_zh=""),
                name="affected_is_whole",
            ),
            models.UniqueConstraint(fields=["halt", "part", "subject", "subject_id"], name="affected_once"),
        )
        indexes = (
            models.Index(fields=["halt", "id"], name="affected_of_halt"),
            models.Index(fields=["organisation", "halt"], name="affected_organisation", condition=Q(organisation__isnull=False)),
        )
        triggers = locks.AFFECTED

    def __str__(self) -> str:
        return f"{self.halt_id} {self.subject} {self.subject_id}"


class Telling(models.Model):
    """How far those concerned have been told, written with each set: what a killed process leaves is exact."""

    halt = models.ForeignKey(Halt, on_delete=models.PROTECT, related_name="tellings")
    what = models.TextField(help_text="one of ROUNDS")
    last = models.BigIntegerField(default=0, db_default=0, help_text="the organisation told last, in the order of their keys")
    told = models.IntegerField(default=0, db_default=0, help_text="organisations somebody acts for")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(what__in=ROUNDS), name="telling_of_a_known_round"),
            models.UniqueConstraint(fields=["halt", "what"], name="told_once"),
        )
        triggers = locks.TELLING

    def __str__(self) -> str:
        return f"{self.halt_id} {self.what} {self.told}"
