"""One example at a time: whoever changes it holds its row."""

from __future__ import annotations

from goodstanding.efficacy.models import Example
from goodstanding.ledger.moving import conflict
from goodstanding.rules.procedure import PROCEDURES


def locked(example: Example, action: str = "") -> Example:
    """The row as it is now, held. Raises ``Conflict`` where the action is not open to it any more."""
    found = Example.objects.select_for_update(of=("self",), no_key=True)
    now = found.select_related("department", "organisation", "application__listing", "listing").get(pk=example.pk)
    if action and (now.state, action) not in PROCEDURES["example"]:
        raise conflict()
    return now
