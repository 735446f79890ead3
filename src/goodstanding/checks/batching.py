"""A program's batch: at most once for each Idempotency-Key; the same key again gets the same bytes."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from goodstanding.checks import asking, replay
from goodstanding.checks.models import Batch
from goodstanding.checks.numbering import next_batch
from goodstanding.departments.standing import Standing
from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

KEY_LENGTH = 200


class Wanted(NamedTuple):
    """As a program asked it."""

    codes: list[str]
    purpose: str
    matter: str

    def digest(self) -> bytes:
        """Under one key nothing else may be asked."""
        return sha256(json.dumps(list(self)).encode()).digest()


class Unkeyed(Refused):
    """A batch without a key (400)."""

    status = 400


def answered(wanted: Wanted, key: str, *, by: Standing) -> bytes:
    """The whole answer. Of two at once with one key the database lets one in; the other finds what it made."""
    if not 1 <= len(key) <= KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise Unkeyed("IDEMPOTENCY_KEY_NEEDED", text("checks.refused.key_needed"))
    if known := _known(wanted, key, by):
        return known
    try:
        with transaction.atomic():
            return _made(wanted, key, by)
    except IntegrityError as error:
        if "one_batch_per_key" not in str(error):
            raise
    return _known(wanted, key, by) or _nothing_made()


def _made(wanted: Wanted, key: str, by: Standing) -> bytes:
    """The batch and its receipts in one transaction: there is never half of it."""
    batch = Batch.objects.create(
        number=next_batch(), channel="api", department_id=by.department_id or 0, purpose=wanted.purpose,
        matter=asking.matter_of(wanted.matter), rows=len(wanted.codes), key=key, request=wanted.digest(),
        label=by.label, role=by.role, user_id=by.user_id, client_id=by.client_id,
    )  # fmt: skip
    _, _, receipts = asking.answer(wanted.codes, purpose=wanted.purpose, matter=wanted.matter, by=by, batch=batch)
    counts = dict(Counter(one.kind for one in receipts))
    Batch.objects.filter(pk=batch.pk).update(done=len(receipts), counts=counts, finished_at=timezone.now())
    return _joined(batch, [one.content for one in receipts])


def _known(wanted: Wanted, key: str, by: Standing) -> bytes | None:
    """What was answered under this key. Raises ``Refused`` where something else was asked (draft-ietf-httpapi-idempotency-key-header)."""
    batch = Batch.objects.filter(client_id=by.client_id, key=key).first()
    if batch is None:
        return None
    if bytes(batch.request or b"") != wanted.digest():
        raise Refused("IDEMPOTENCY_KEY_REUSED", text("checks.refused.key_reused"))
    return _joined(batch, [replay.content(one) for one in batch.checks.order_by("id")])


def _joined(batch: Batch, contents: list[bytes]) -> bytes:
    head = f'{{"batch":"{batch.pk}","items":['.encode()
    return head + b",".join(contents) + f'],"number":"{batch.number}"}}'.encode()


def _nothing_made() -> bytes:
    """The other one gave up after all."""
    raise asking.Unavailable("UNAVAILABLE", text("checks.refused.unavailable"))
