"""Numbers of halts: ``TZ2026-000123``."""

from __future__ import annotations

from functools import partial

from goodstanding.ledger import numbering

next_number = partial(numbering.next_number, "TZ", "laws_number")
