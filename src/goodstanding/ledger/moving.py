"""The only code that changes a state."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

from django.db import models, transaction

from goodstanding.ledger import writing
from goodstanding.ledger.models import Entry
from goodstanding.ledger.standing import Standing
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from goodstanding.rules.texts import Text


class Case(Protocol):
    """A model with a ``state`` that goes through a procedure of ``rules.procedure``."""

    procedure: ClassVar[str]
    state: Any
    pk: Any


def move(case: Case, action: str, *, by: Standing, because: str = "", **data: Any) -> Entry:
    """Move ``case`` by ``action`` and write the entry, in one transaction.

    The update is conditional on the state that was read, so of two at once one moves and the other gets ``Conflict``.
    Raises ``Forbidden`` where the role may not, ``Conflict`` where the state does not allow it (any more), ``Refused`` where
    the action asks for a reason and none is given.
    """
    step = PROCEDURES[case.procedure].get((case.state, action))
    if step is None:
        raise conflict()
    if by.role not in step.by:
        raise Forbidden("ROLE_MAY_NOT", Text("您的岗位无权进行此项操作。", "Your role may not do this."))
    if step.because and not because.strip():
        raise Refused("REASON_MISSING", Text("请填写原因。", "Give a reason."))
    assert isinstance(case, models.Model)  # noqa: S101 - narrows the protocol for the type checker
    with transaction.atomic():
        moved = type(case)._default_manager.filter(pk=case.pk, state=case.state).update(state=step.to)
        if moved != 1:
            raise conflict()
        entry = writing.write(step.event, case, by=by, because=because, data={"action": action, "from": case.state, "to": step.to, **data})
    case.state = step.to
    return entry


def conflict() -> Conflict:
    """Somebody was quicker, or it is too early or too late for this."""
    return Conflict(
        "STATE_CHANGED",
        Text(
            "当前状态不允许进行此项操作，可能已由他人处理，请刷新页面后查看。",
            "This cannot be done in the present state; somebody may have been quicker. Reload the page and look again.",
        ),
    )
