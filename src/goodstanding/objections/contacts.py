"""A mail address somebody left for the answer: sealed, read by the clerk who settles, destroyed then."""

from __future__ import annotations

import json

from goodstanding.organisations import sealing

_FIELD = "contact"


def seal(address: str) -> bytes | None:
    """Encrypted, as a record's official fields are; nothing where none was left."""
    return sealing.seal([json.dumps({_FIELD: address})])[0] if address else None


def unseal(sealed: bytes | memoryview | None) -> str:
    """The address, '' where there is none (any more)."""
    return sealing.unseal(sealed).get(_FIELD, "")
