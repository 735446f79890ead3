"""What waits for somebody: each part says so in a module ``inbox`` with ``waiting(standing)``; here they come together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps

from goodstanding.ledger.standing import Standing
from goodstanding.rules.texts import Text

Waiting = Callable[[Standing], Iterable["Task"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do next. ``title`` says which case (its number, never whom it is about); ``what`` the kind of work.

    ``due_on`` None with ``known``: there is no deadline. ``known`` False: there is one that cannot be computed.
    ``subject`` and ``subject_id`` name the case as the ledger does (``objections.objection``, its key).
    ``department_id``: whose turn it is; None: the centre's.
    """

    title: Text
    what: Text
    url: str
    due_on: date | None
    known: bool
    since: datetime
    subject: str
    subject_id: str
    department_id: int | None


def waiting(standing: Standing) -> list[Task]:
    """What this standing should do next, of every part; for SYSTEM everything open of everybody. In no order yet."""
    return [task for part in providers() for task in part(standing)]


@cache
def providers() -> tuple[Waiting, ...]:
    """Each installed part's ``inbox.waiting``."""
    return tuple(module.waiting for module in parts("inbox"))


def parts(name: str) -> list[ModuleType]:
    """The module of that name of every installed part that has one."""
    found = []
    for app in apps.get_app_configs():
        full = f"{app.name}.{name}"
        if app.name.startswith("goodstanding.") and find_spec(full):
            found.append(import_module(full))
    return found
