"""送审、退回、审核、发布: by its author, the head of the department, the centre's director. Never the same person twice."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.efficacy import naming, telling, withdrawing
from goodstanding.efficacy.locking import locked
from goodstanding.efficacy.models import Example, Version
from goodstanding.ledger.moving import move
from goodstanding.rules import persons
from goodstanding.rules.refusals import Forbidden, Refused
from goodstanding.ui.texts import text

LONGEST = 1_000
_NOT_APPROVED = {"approved_version": None, "approved_by": "", "approved_user": None}


def submit(example: Example, *, by: Standing) -> None:
    """To the head of the department."""
    require(by, "draft_example", example)
    with transaction.atomic():
        now = locked(example, "submit")
        _lawful(now)
        move(now, "submit", by=by, version=now.version)
        telling.tell_heads(now)
    example.refresh_from_db()


def give_back(example: Example, because: str, *, by: Standing) -> None:
    """To its author, to be written anew; an approval falls with it."""
    require(by, "publish_example" if by.role == "director" else "approve_example", example)
    words = said(because)
    with transaction.atomic():
        now = locked(example, "return")
        move(now, "return", by=by, because=words, version=now.version)
        Example.objects.filter(pk=now.pk).update(**_NOT_APPROVED)
        telling.tell_office(now, "returned")
    example.refresh_from_db()


def approve(example: Example, because: str, *, by: Standing) -> None:
    """By the head, who has not written a word of it; it is the version that stands there now."""
    require(by, "approve_example", example)
    words = said(because)
    with transaction.atomic():
        now = locked(example, "approve")
        _another(now, by)
        _lawful(now)
        Example.objects.filter(pk=now.pk).update(approved_version=now.version, approved_by=by.label, approved_user=by.user_id)
        move(now, "approve", by=by, because=words, version=now.version)
        telling.tell_directors(now)
    example.refresh_from_db()


def publish(example: Example, because: str, *, by: Standing) -> None:
    """By the centre's director, who has neither written nor approved it."""
    require(by, "publish_example", example)
    words = said(because)
    with transaction.atomic():
        now = locked(example, "publish")
        _another(now, by, now.approved_user)
        _lawful(now)
        Example.objects.filter(pk=now.pk).update(published_by=by.label, published_user=by.user_id, published_at=timezone.now())
        move(now, "publish", by=by, because=words, version=now.version, named=now.named)
        telling.tell_office(now, "published")
        telling.tell_subject(now, "published")
    example.refresh_from_db()


def said(because: str) -> str:
    """A reason, without a person's numbers; raises ``Refused`` where there is none."""
    words = persons.mask(because.strip()[:LONGEST])[0]
    if not words:
        raise Refused("REASONS_MISSING", text("efficacy.refused.reasons_missing"))
    return words


def authors(example: Example) -> set[int]:
    """Everybody who wrote a version of it, and who began it."""
    return {example.drafted_user, *Version.objects.filter(example=example).values_list("by_user", flat=True)}


def _another(example: Example, by: Standing, *others: int | None) -> None:
    if by.user_id is None or by.user_id in {*authors(example), *others}:
        raise Forbidden("EXAMPLE_TAKES_THREE", text("efficacy.refused.takes_three"))


def _lawful(example: Example) -> None:
    """Looked at again at each step: the body may be called otherwise by now, its entry may have ended."""
    withdrawing.ground_stands(example)
    naming.hold(example, Version.objects.get(example=example, number=example.version).words)
