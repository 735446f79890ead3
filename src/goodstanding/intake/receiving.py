"""Take what a department hands in: sealed at once, written down once, checked in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import Standing
from goodstanding.intake import spool
from goodstanding.intake.models import Request, Submission
from goodstanding.intake.spool import Sealed
from goodstanding.intake.starting import start
from goodstanding.ledger.moving import move
from goodstanding.rules import persons
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Missing, Refused
from goodstanding.ui.texts import text


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """All that is known of a submission but its content."""

    department: Department
    kind: str
    channel: str
    name: str = ""
    key: str | None = None
    follows: UUID | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """``again``: this file, or this request, had come before; the submission is that earlier one and nothing was doubled."""

    submission: Submission
    again: bool


def receive(pieces: Iterable[bytes], about: About, *, by: Standing, queue: bool = True) -> Handed:
    """Seal a stream and take it in; ``queue=False`` where the caller runs the check itself."""
    allow(about, by=by)
    submission = uuid4()
    return take(submission, spool.seal(submission, pieces), about, by=by, queue=queue)


def allow(about: About, *, by: Standing) -> None:
    """Refuse before a byte is read: the wrong department, a kind that does not exist, a submission that cannot be followed."""
    require(by, "hand_in", about.department)
    known_kind(about.kind)
    if about.follows is not None:
        earlier = Submission.everything.filter(id=about.follows, department=about.department, kind=about.kind)
        if not earlier.exists():
            raise Missing("FOLLOWS_UNKNOWN", text("intake.refused.follows_unknown"))


def known_kind(kind: str) -> None:
    """Raise unless the catalogue has the kind."""
    kinds = load(settings.CITY_CATALOGUE).kinds
    if kind not in kinds:
        raise Refused("KIND_UNKNOWN", text("intake.refused.kind_unknown", kind=kind[:40], kinds=", ".join(kinds)))


def take(submission: UUID, sealed: Sealed, about: About, *, by: Standing, queue: bool = True) -> Handed:
    """Write down a sealed file and put its check into the queue; the same request or the same file again changes nothing."""

    def make() -> Handed:
        if (
            earlier := Submission.everything.alive().filter(department=about.department, kind=about.kind, sha256=sealed.sha256).first()
        ) is not None:
            return Handed(earlier, again=True)
        new = Submission.everything.create(
            id=submission, department=about.department, kind=about.kind, channel=about.channel, file_name=clean_name(about.name),
            sha256=sealed.sha256, size=sealed.size, handed_in_by=by.label, follows_id=about.follows,
        )  # fmt: skip
        move(new, "receive", by=by, kind=new.kind, sha256=sealed.sha256, size=sealed.size, channel=about.channel)
        if queue:
            start("check", new)
        return Handed(new, again=False)

    handed: Handed | None = None
    try:
        handed = once(about, f"{about.follows or ''} {sealed.sha256}", make)
    finally:
        if handed is None or handed.submission.id != submission:
            spool.destroy(submission)
    return handed


def once(about: About, content: str, make: Callable[[], Handed]) -> Handed:
    """Make a submission at most once for each Idempotency-Key; of two at once the database lets one in, and the other finds it."""
    try:
        with transaction.atomic():
            return _once(about, content, make)
    except IntegrityError:
        with transaction.atomic():
            return _once(about, content, make)


def _once(about: About, content: str, make: Callable[[], Handed]) -> Handed:
    """Raises where a key comes back with other content (draft-ietf-httpapi-idempotency-key-header, 2.7)."""
    if about.key is None:
        return make()
    digest = sha256(f"{about.kind} {content}".encode()).hexdigest()
    asked = Request.objects.select_related("submission").filter(department=about.department, key=about.key).first()
    if asked is None:
        handed = make()
        Request.objects.create(department=about.department, key=about.key, content=digest, submission=handed.submission, again=handed.again)
        return handed
    if asked.content != digest:
        raise Refused("IDEMPOTENCY_KEY_REUSED", text("intake.refused.key_reused"))
    return Handed(asked.submission, again=asked.again)


def clean_name(name: str) -> str:
    """A file's name without its folders and without personal data: people write names and telephone numbers there."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(c for c in bare if c.isprintable())
    return persons.mask(printable)[0][:200]
