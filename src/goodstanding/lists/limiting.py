"""How often one address may object to candidates: counted for an hour under a keyed hash, which tells nobody the address."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from goodstanding.rules.refusals import Refused
from goodstanding.ui.texts import text

MOST = 10
HOUR = 60 * 60


class TooOften(Refused):
    """Said too often."""

    status = 429


def count(request: HttpRequest) -> None:
    """One more from this address; raises where it is too many."""
    address = get_adapter(request).get_client_ip(request) or ""
    key = f"listing-remark-{salted_hmac('lists.limiting', address, algorithm='sha256').hexdigest()[:32]}"
    if not cache.add(key, 1, HOUR) and cache.incr(key) > MOST:
        raise TooOften("TOO_OFTEN", text("lists.public.refused.too_often"))
