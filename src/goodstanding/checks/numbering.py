"""Numbers of this part's receipts and batches."""

from __future__ import annotations

from functools import partial

from goodstanding.ledger import numbering

RECEIPT = "HC"
"""核查."""
next_batch = partial(numbering.next_number, "HP", sequence="checks_batch_number")
