"""Numbers of this part's cases."""

from __future__ import annotations

from functools import partial

from goodstanding.ledger import numbering

next_number = partial(numbering.next_number, sequence="lists_number")
next_numbers = partial(numbering.next_numbers, sequence="lists_number")
