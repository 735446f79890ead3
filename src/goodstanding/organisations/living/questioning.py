"""The two days somebody asks about, as typed into a form, an address or a command: of which day, and as known on which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from goodstanding.organisations.living import asking, drawing
from goodstanding.organisations.models import Organisation
from goodstanding.rules import dates


@dataclass(frozen=True, slots=True)
class Asked:
    """``on`` None: nothing was asked, or not readably (``unread``). ``known`` None: as known now."""

    on_typed: str = ""
    known_typed: str = ""
    on: date | None = None
    known: date | None = None
    unread: bool = False
    state: asking.State | None = None
    lines: tuple[drawing.Line, ...] = ()


def ask(organisation: Organisation, typed: Mapping[str, str], *, addresses: bool = False) -> Asked:
    """Read ``on`` and ``known`` and answer; where only ``known`` is given, the day meant is today."""
    on_typed, known_typed = typed.get("on", "").strip()[:20], typed.get("known", "").strip()[:20]
    if not (on_typed or known_typed):
        return Asked()
    on = dates.read(on_typed) if on_typed else timezone.localdate()
    known = dates.read(known_typed) if known_typed else None
    # Of a day to come nothing can be said.
    if on is None or on > timezone.localdate() or (known_typed and known is None):
        return Asked(on_typed, known_typed, unread=True)
    moment = asking.end_of(known) if known else None
    state = asking.state(organisation, on=on, known=moment)
    lines = tuple(drawing.lines(state, addresses=addresses))
    return Asked(on.isoformat(), known.isoformat() if known else "", on, known if moment else None, False, state, lines)
