"""The only code that changes a state."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

import orjson
from django.db import connection, models, transaction

from goodstanding.ledger import writing
from goodstanding.ledger.models import Entry
from goodstanding.ledger.standing import Standing
from goodstanding.rules.procedure import PROCEDURES, Move
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
    _may(step, by, because)
    assert isinstance(case, models.Model)  # noqa: S101 - narrows the protocol for the type checker
    with transaction.atomic():
        moved = type(case)._default_manager.filter(pk=case.pk, state=case.state).update(state=step.to)
        if moved != 1:
            raise conflict()
        entry = writing.write(step.event, case, by=by, because=because, data={"action": action, "from": case.state, "to": step.to, **data})
    case.state = step.to
    return entry


_MANY = """
    SELECT %s, one.{key}, one.department_id, jsonb_build_object('action', %s::text, 'from', moved.state, 'to', %s::text) || %s::jsonb
    FROM unnest(%s::{kind}[], %s::text[]) AS moved (key, state) JOIN {table} one ON one.{key} = moved.key
"""


def move_many(
    cases: models.QuerySet[Any, Any], action: str, *, by: Standing, because: str = "", data: dict[str, Any] | None = None, **columns: Any
) -> list[Any]:
    """Move those of a query that the procedure lets be moved by ``action``, in a few statements; returns their keys.

    The rules of :func:`move`; what is in another state is left where it is. ``columns`` are written with the state. The model has a
    ``department``.
    """
    model = cases.model
    steps = {state: step for (state, named), step in PROCEDURES[model.procedure].items() if state and named == action}
    to, event = _one_way(steps, by, because)
    with transaction.atomic(), connection.cursor() as cursor:
        found = dict(cases.filter(state__in=steps).select_for_update(of=("self",)).order_by("pk").values_list("pk", "state"))
        if found:
            model._default_manager.filter(pk__in=found).update(state=to, **columns)
            entries = _MANY.format(key=model._meta.pk.column, kind=model._meta.pk.db_type(connection), table=model._meta.db_table)
            said = [model._meta.label_lower, action, to, orjson.dumps(data or {}).decode(), [*found], [*found.values()]]
            writing.write_many(cursor, event, entries, said, by=by, because=because)
    return [*found]


def _one_way(steps: dict[str, Move], by: Standing, because: str) -> tuple[str, str]:
    """Where the action leads and what is written, the same from every state. Raises as :func:`move` does."""
    if not steps:
        raise conflict()
    for step in steps.values():
        _may(step, by, because)
    ((to, event),) = {(step.to, str(step.event)) for step in steps.values()}
    return to, event


def _may(step: Move, by: Standing, because: str) -> None:
    if by.role not in step.by:
        raise Forbidden("ROLE_MAY_NOT", Text("您的岗位无权进行此项操作。", "Your role may not do this."))
    if step.because and not because.strip():
        raise Refused("REASON_MISSING", Text("请填写原因。", "Give a reason."))


def conflict() -> Conflict:
    """Somebody was quicker, or it is too early or too late for this."""
    return Conflict(
        "STATE_CHANGED",
        Text(
            "当前状态不允许进行此项操作，可能已由他人处理，请刷新页面后查看。",
            "This cannot be done in the present state; somebody may have been quicker. Reload the page and look again.",
        ),
    )
