"""Access tokens of OAuth 2.0 (RFC 6749 section 4.4): signed, short-lived, and dead at once when the client they were given to is.

Nothing is stored: a token says which client, which scopes and a piece of the hash of the secret it was got with. Whoever uses one is looked
up in the clients' table each time, so revoking, ending or renewing the client needs no list of tokens.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import NamedTuple

from django.core import signing
from django.utils import timezone

from goodstanding.departments.models import ApiClient

PREFIX = "gsa_"
SECONDS = 600
_SALT = "goodstanding.departments.access"
_PIECE = 16
"""Characters of the secret's hash that bind a token to it."""


class Claim(NamedTuple):
    """What a token says of itself, its signature and age found right."""

    client: int
    scopes: frozenset[str]
    piece: str

    def fits(self, token_hash: str) -> bool:
        """The client still has the secret this was got with."""
        return hmac.compare_digest(self.piece, token_hash[:_PIECE])


def give(client: ApiClient, scopes: Iterable[str]) -> str:
    """For so many :data:`SECONDS`."""
    return PREFIX + signing.dumps([client.pk, sorted(scopes), client.token_hash[:_PIECE]], salt=_SALT)


def read(token: str) -> Claim | None:
    """None where it is not ours, was changed, or is too old."""
    try:
        client, scopes, piece = signing.loads(token.removeprefix(PREFIX), salt=_SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Claim(int(client), frozenset(scopes), str(piece))


def holder(token: str) -> ApiClient | None:
    """The client it was given to, with the scopes it was given for; None where the client has ended meanwhile."""
    claim, today = read(token), timezone.localdate()
    if claim is None:
        return None
    alive = ApiClient.objects.select_related("department").filter(revoked_at=None, starts_on__lte=today, ends_on__gte=today)
    client = alive.filter(pk=claim.client).first()
    if client is None or not claim.fits(client.token_hash):
        return None
    client.scopes = sorted(claim.scopes & set(client.scopes))
    return client
