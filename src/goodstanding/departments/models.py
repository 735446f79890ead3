"""Departments that hand in records, the people and programs that act for them, and what is expected of them and when.

A person here is an official at work: a sign-in name, a name to show, an address for mail. Nothing else is kept about anybody.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Now

ROLES = ("clerk", "steward", "official", "auditor", "administrator", "head", "director")
DEPARTMENT_ROLES = ("steward", "official", "head")
"""Roles held for one department; the others are the centre's own."""
SCOPES = ("intake:write", "intake:read", "public:read", "check:ask", "delivery:read")
KINDS_SHAPE = r"^[a-z][a-z_]{0,31}$"


class Department(models.Model):
    """An authority that decides and hands in (数据来源单位)."""

    # Identification
    code = models.CharField(max_length=18, unique=True, help_text="its own unified social credit code")
    name = models.TextField(unique=True, help_text="as it signs its decisions")
    name_en = models.TextField(blank=True)
    district = models.CharField(max_length=6, blank=True, help_text="行政区划代码")
    # Lifecycle
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="last day; reorganised departments stay, their records name them")

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-Z]{18}$") & ~Q(name=""), name="department_has_code_and_name"),
        )
        # Records name their department without a foreign key (records.locks); a department that is no more has an end instead.
        triggers = (pgtrigger.Protect(name="departments_are_kept", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Another name a department is written as in files (short, former, with or without the city)."""

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="aliases")
    name = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["name"], name="one_department_per_alias"),)

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    """Offices' accounts are given by the administrator; whoever asks to act for an organisation makes his own."""

    def create_user(self, username: str, password: str | None = None, *, display_name: str = "", email: str = "") -> User:
        user = User(username=username, display_name=display_name, email=self.normalize_email(email))
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=username)


class User(AbstractBaseUser):
    """Somebody who signs in."""

    username = models.CharField(max_length=64, unique=True, validators=[RegexValidator(r"^[\w.@-]+$")], help_text="sign-in name")
    display_name = models.CharField(max_length=64, blank=True, help_text="as colleagues know him or her")
    email = models.EmailField(blank=True, help_text="the office's address, for a lost password")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.display_name or self.username


class DateRange(Func):
    """Both days included; an open end is NULL."""

    function = "daterange"
    output_field = DateRangeField()


class Appointment(models.Model):
    """Somebody holds a role from a day to a day (both included), for a department where the role is a department's."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    role = models.TextField(help_text="one of ROLES")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="last day")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(role__in=ROLES), name="appointment_to_a_known_role"),
            models.CheckConstraint(
                condition=Q(role__in=DEPARTMENT_ROLES, department__isnull=False)
                | (~Q(role__in=DEPARTMENT_ROLES) & Q(department__isnull=True)),
                name="appointment_names_its_department",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="appointment_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="appointment_held_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("department", Value(0)), RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        )
        # Who held which role when is asked years later; an appointment ends, it does not vanish.
        triggers = (pgtrigger.Protect(name="appointments_are_kept", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.department or ''}".strip()


class ApiClient(models.Model):
    """A department's program that calls the API. The token is shown once; here is only its hash."""

    # Identification
    name = models.TextField(help_text="which system this is")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="clients")
    # Rights
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False, help_text="the token's beginning, to tell two apart")
    scopes = ArrayField(models.TextField(), help_text="of SCOPES")
    # Lifecycle
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="last day; no token is for ever")
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(scopes__contained_by=list(SCOPES)) & ~Q(scopes=[]), name="client_has_known_scopes"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="client_ends_after_it_starts"),
        )

    def __str__(self) -> str:
        return self.name


class HeaderMapping(models.Model):
    """What a department's own column headers mean: remembered, so that it is asked once."""

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="mappings")
    kind = models.TextField(help_text="permit or penalty")
    name = models.TextField(help_text="to choose it by, such as the system the file comes from")
    mapping = models.JSONField(help_text="pipeline.mapping.Mapping as plain data")
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.TextField(help_text="label of the standing")

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["department", "kind", "name"], name="one_mapping_per_name"),)

    def __str__(self) -> str:
        return self.name


class Feed(models.Model):
    """What is expected of a department: a kind of record, every so many days. Whether it is late is computed (``feeds``)."""

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="feeds")
    kind = models.TextField(validators=[RegexValidator(KINDS_SHAPE)])
    every_days = models.PositiveSmallIntegerField(default=7, help_text="a hand-in at least every so many calendar days")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    basis = models.TextField(blank=True, help_text="which rule asks for it")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["department", "kind"], name="one_feed_per_kind"),
            models.CheckConstraint(condition=Q(every_days__gte=1), name="feed_has_a_rhythm"),
        )

    def __str__(self) -> str:
        return f"{self.department} {self.kind}"
