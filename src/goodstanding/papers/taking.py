"""Take a paper in: looked at, cleaned, sealed, written down."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import timedelta
from typing import Protocol
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from goodstanding.ledger.standing import Standing
from goodstanding.ledger.writing import write
from goodstanding.papers import looking, sealing
from goodstanding.papers.limits import A_DAY, LONGEST_NAME
from goodstanding.papers.models import Paper
from goodstanding.rules import persons
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

SELF_MADE = frozenset({"account", "representative", ""})


class TooOften(Refused):
    """More than one account may hand in within a day."""

    status = 429


class File(Protocol):
    """What :mod:`papers.uploading` gives: a name as the sender wrote it, and the bytes in memory."""

    @property
    def name(self) -> str: ...
    @property
    def content(self) -> bytes: ...


def take(upload: File, *, purpose: str, by: Standing) -> Paper:
    """Keep a paper for one purpose. May ``by`` hand it in? is for the caller to ask. Raises ``Refused`` with what to do instead."""
    _not_too_many(by)
    looked = looking.look(upload.name, upload.content)
    number = uuid4()
    with transaction.atomic():
        paper = Paper.objects.create(
            id=number, purpose=purpose, name=as_kept(upload.name), media_type=looked.media_type, size=len(upload.content),
            sha256=hashlib.sha256(upload.content).hexdigest(), content=sealing.seal(looked.content, number),
            user_id=by.user_id, by=by.label,
        )  # fmt: skip
        write(Event.PAPER_TAKEN_IN, paper, by=by, data={"purpose": purpose, "sha256": paper.sha256, "size": paper.size})
    return paper


def _not_too_many(by: Standing) -> None:
    """Whoever made his account himself does not fill the disk."""
    since = timezone.now() - timedelta(days=1)
    if by.role in SELF_MADE and Paper.objects.filter(user_id=by.user_id, at__gte=since).count() >= A_DAY:
        raise TooOften("PAPERS_TOO_OFTEN", text("papers.refused.too_often", n=A_DAY))


def as_kept(name: str) -> str:
    """A file's name without folders, invisible characters and a person's numbers; its ending stays."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    stem, dot, ending = plain.rpartition(".")
    return f"{persons.mask(stem[:LONGEST_NAME])[0]}{dot}{ending}"
