"""What we sign with: a key for each receiver and one for the offline filters (Standard Webhooks: ed25519, ``whpk_…``).

The private half is kept under a key derived from FIELD_KEY, which lives outside the database, and leaves this process in no form.
"""

from __future__ import annotations

import os
from base64 import b64encode
from datetime import timedelta
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.exchange.models import Key, Subscription
from goodstanding.ledger.writing import write
from goodstanding.rules.events import Event
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Conflict, Unusable
from goodstanding.ui.texts import text

OVERLAP = "delivery_key_overlap"
_VERSION, _NONCE = b"\x01", 12


def make(subscription: Subscription | None) -> Key:
    """A new pair; in the caller's transaction."""
    private = Ed25519PrivateKey.generate()
    made = Key(subscription=subscription, public=private.public_key().public_bytes_raw())
    nonce = os.urandom(_NONCE)
    box = _cipher(settings.FIELD_KEY).encrypt(nonce, private.private_bytes_raw(), _VERSION + made.pk.bytes)
    made.sealed = _VERSION + nonce + box
    made.save()
    return made


def rotate(subscription: Subscription, *, by: Standing) -> Key:
    """From now on both sign; the old one stops after the overlap, or as soon as the next is made."""
    require(by, "subscribe", subscription)
    with transaction.atomic():
        now = Subscription.objects.select_for_update().get(pk=subscription.pk)
        if now.ended_at is not None:
            raise Conflict("SUBSCRIPTION_OVER", text("exchange.refused.subscription_over"))
        valid(now).filter(until__isnull=False).update(until=timezone.now())
        last = timezone.now() + timedelta(days=load(settings.CITY_CATALOGUE).terms[OVERLAP].count)
        Key.objects.filter(subscription=now, until__isnull=True).update(until=last)
        made = make(now)
        write(Event.SUBSCRIPTION_CHANGED, now, by=by, data={"key": shown(made)})
    return made


def of_filters() -> Key:
    """The key of the offline filters; made once, of two at once one makes it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('goodstanding.exchange filters', 0))")
        return Key.objects.filter(subscription__isnull=True, until__isnull=True).first() or make(None)


def valid(subscription: Subscription | None) -> QuerySet[Key]:
    """Those that sign now, the oldest first."""
    return Key.objects.filter(Q(until__isnull=True) | Q(until__gt=timezone.now()), subscription=subscription).order_by("since", "pk")


def shown(key: Key) -> str:
    """The public half, as receivers enter it."""
    return f"whpk_{b64encode(bytes(key.public)).decode()}"


def sign(key: Key, message: bytes) -> bytes:
    """Raises ``Unusable`` where FIELD_KEY is another than the one it was sealed under."""
    box = bytes(key.sealed)
    try:
        seed = _cipher(settings.FIELD_KEY).decrypt(box[1 : 1 + _NONCE], box[1 + _NONCE :], _VERSION + key.pk.bytes)
    except InvalidTag:
        raise Unusable("DELIVERY_KEY_SEALED", text("exchange.refused.key_sealed")) from None
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


@cache
def _cipher(field_key: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"goodstanding delivery keys").derive(field_key.encode()))
