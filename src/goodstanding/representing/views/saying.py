"""A power in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from goodstanding.organisations.finding import code_of
from goodstanding.representing.models import Power
from goodstanding.rules.texts import Text
from goodstanding.ui.templatetags.texts import day, moment
from goodstanding.ui.texts import text

TONES = {"asked": "wait", "in_force": "good", "not_yet": "note", "over": "plain", "refused": "bad", "withdrawn": "plain", "ended": "plain"}


def how(power: Power) -> str:
    """The state as people see it: a granted power is in force, not yet, or over, by date."""
    if power.state != "granted" or power.starts_on is None or power.ends_on is None:
        return power.state
    today = timezone.localdate()
    return "not_yet" if today < power.starts_on else "in_force" if today <= power.ends_on else "over"


def state(power: Power) -> Text:
    """In words."""
    return text("representing.state", how(power))


def tone(power: Power) -> str:
    """For the tag."""
    return TONES[how(power)]


def rows(powers: Iterable[Power]) -> list[dict[str, Any]]:
    """For ``representing/powers.html`` and its like."""
    return [{"power": one, "state": state(one), "tone": tone(one)} for one in powers]


def facts(power: Power) -> list[dict[str, Any]]:
    """Everything about it that its readers may see, in order."""
    said: list[tuple[str, Any]] = [
        ("organisation", power.organisation.name), ("code", code_of(power.organisation)), ("person", str(power.user)),
        ("asked_at", moment(power.asked_at)),
        ("wanted", text("representing.page.days", since=day(power.wanted_from), until=day(power.wanted_until))),
        ("words", power.words or text("representing.page.nothing")), ("letter", power.letter.name), ("sha256", power.letter.sha256),
    ]  # fmt: skip
    if power.letter.destroyed_at:
        said.append(("letter_gone", moment(power.letter.destroyed_at)))
    if power.state == "asked":
        said.append(("due", day(power.due_on) if power.due_on else text("representing.page.due_unknown")))
    if power.starts_on and power.ends_on:
        said.append(("granted", text("representing.page.days", since=day(power.starts_on), until=day(power.ends_on))))
    if power.decided_at:
        said += [("decided_at", moment(power.decided_at))]
    if power.refused_because:
        said.append(("refused_because", power.refused_because))
    if power.ended_on:
        said += [("ended_on", day(power.ended_on)), ("ended_by", power.ended_by), ("ended_because", power.ended_because)]
    return [{"key": text("representing.page", name), "value": value} for name, value in said]
