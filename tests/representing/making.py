"""An organisation, people who act for it, and the letters they bring."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from goodstanding.departments.models import User
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.organisations.models import Organisation
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import take
from goodstanding.representing.acting import as_account
from goodstanding.representing.asking import Wish, ask
from goodstanding.representing.letters import PURPOSE
from goodstanding.representing.models import Power
from tests.organisations.making import organisation
from tests.papers import files


def body(number: int = 1) -> Organisation:
    """A company of the register."""
    return organisation(number, f"临澜市第{number}食品有限公司")


def person(name: str = "wang") -> User:
    """Somebody with an account of his own."""
    return User.objects.create(username=name, display_name=name.title(), email=f"{name}@example.com")  # hashing a password takes long


def letter(user: User) -> Paper:
    """His letter of authority."""
    return take(files.File("委托书.pdf", files.pdf()), purpose=PURPOSE, by=as_account(user))


def upload(name: str = "委托书.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    """The same, in a form."""
    return SimpleUploadedFile(name, files.pdf() if content is None else content)


def asked(user: User, organisation: Organisation, days: int = 100, **wish: Any) -> Power:
    """A request that waits for the clerk."""
    today = timezone.localdate()
    kept = Wish(**{"starts_on": today, "ends_on": today + timedelta(days=days), "words": "提出异议", **wish})
    return ask(user, organisation, kept, letter(user), by=as_account(user))


def held(user: User, organisation: Organisation, starts_on: date | None = None, ends_on: date | None = None) -> Power:
    """A power as it stands in the database, whatever its days: what was granted long ago cannot be asked for today."""
    today = timezone.localdate()
    first, last = starts_on or today - timedelta(days=30), ends_on or today + timedelta(days=30)
    return Power.objects.create(
        user=user, organisation=organisation, letter=letter(user), wanted_from=first, wanted_until=last, state="granted", starts_on=first,
        ends_on=last, decided_by=SYSTEM.label, decided_at=timezone.now(),
    )  # fmt: skip


def representative(user: User, organisation: Organisation) -> Standing:
    """As whom he acts with a power in force."""
    return Standing(label=str(user), role="representative", user_id=user.pk, organisation_id=organisation.pk)
