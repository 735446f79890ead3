"""Wrong and duplicate codes (重错码): what the product finds, who has to answer, and what came of it."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goodstanding.departments.models import Department
from goodstanding.organisations.models.bodies import Organisation

ISSUES = ("wrong", "placeholder", "shared", "several", "name_differs", "retired")
"""错码 · 占位码 · 一码多赋 · 一主体多码 · 码名不符 · 停用码."""
OPERATIONS = ("0", "1", "2")
"""数据操作标识位 of the correction return: 0 newly coded, 1 deleted, 2 kept as it is."""


class Registrar(models.Model):
    """Which department registers the bodies of an authority, in a district or everywhere ('')."""

    authority = models.CharField(max_length=1, help_text="登记管理部门代码: the first character of a USCC")
    district = models.CharField(max_length=6, blank=True, db_default="", default="", help_text="行政区划代码; '' all others")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="registers")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["authority", "district"], name="one_registrar_per_authority_and_district"),)

    def __str__(self) -> str:
        return f"{self.authority} {self.district} {self.department_id}"


class CodeIssue(models.Model):
    """Something is wrong with a code: with its evidence, its owner, its deadline and its answer."""

    procedure: ClassVar[str] = "code_issue"

    # What
    kind = models.TextField(help_text="one of ISSUES")
    code = models.TextField(help_text="the code concerned; an identity number is never one")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="code_issues")
    other = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", help_text="the other holder, where it is one of two"
    )
    name = models.TextField(blank=True, db_default="", default="", help_text="the name it was handed in with")
    evidence = models.JSONField(default=dict, help_text="where it was seen: source, line, submission, row, faults")
    found_in = models.TextField(help_text="register or submission it was found in")
    # Whose
    department = models.ForeignKey(
        Department,
        null=True,
        on_delete=models.PROTECT,
        related_name="code_issues",
        help_text="the registering department; NULL: not known yet",
    )
    due_on = models.DateField(null=True, help_text="NULL: the calendar does not reach that far")
    # Lifecycle: moved by ledger.moving.move alone
    state = models.TextField(db_default="open", default="open")
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    # The answer
    operation = models.TextField(blank=True, db_default="", default="", help_text="one of OPERATIONS")
    new_code = models.TextField(blank=True, db_default="", default="")
    answer = models.TextField(blank=True, db_default="", default="", help_text="in the department's words")
    answered_at = models.DateTimeField(null=True)
    returned_because = models.TextField(blank=True, db_default="", default="", help_text="why the centre did not accept the last answer")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ISSUES) & ~Q(code=""), name="issue_of_a_known_kind"),
            models.CheckConstraint(condition=Q(operation__in=("", *OPERATIONS)), name="issue_answered_by_a_known_operation"),
            # The same finding is one issue while it is open, however often it is found.
            models.UniqueConstraint(
                fields=["kind", "code", "organisation", "other"],
                name="one_open_issue_per_finding",
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
            ),
        )
        indexes = (
            models.Index(fields=["department", "state", "due_on"], name="issue_of_department"),
            models.Index(fields=["organisation"], name="issue_of_organisation", condition=Q(organisation__isnull=False)),
            models.Index(fields=["code"], name="issue_of_code"),
        )
        triggers = (pgtrigger.Protect(name="issues_are_kept", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
