"""Numbers of this part's cases."""

from __future__ import annotations

from functools import partial

from goodstanding.ledger import numbering

next_number = partial(numbering.next_number, sequence="efficacy_number")
