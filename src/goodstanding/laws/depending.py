"""What rests on a law or a measure: parts above say here what of theirs does, and stop it when it falls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar, cast, runtime_checkable

from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

if TYPE_CHECKING:
    from goodstanding.laws.models import Halt
    from goodstanding.ledger.standing import Standing


@dataclass(frozen=True, slots=True)
class Dependant:
    """One thing that rests on it today.

    ``became``: what it becomes by a repeal: ``stopped``, or ``stays`` where another procedure ends it (a suspension pauses what would
    stop). ``public``: anybody can see it now, so its organisation may be named on the public list. ``n``: how many things it stands for.
    """

    part: str
    subject: str
    subject_id: str
    organisation_id: int | None
    title: Text
    became: str = "stopped"
    public: bool = False
    n: int = 1


class Part(Protocol):
    """``name`` is kept in the list of those affected; ``title`` is the key of its text (``lists.depending``)."""

    name: str
    title: str

    def dependants(self, target: str, code: str, articles: str) -> Iterable[Dependant]:
        """What rests on these articles of it, no articles: on the whole; asked for the preview, and again within the deed."""
        ...

    def stop(self, halt: Halt, *, by: Standing) -> None:
        """End (repealed) or leave to the date (suspended) whatever rests on it; in the halt's own transaction."""
        ...


@runtime_checkable
class Resumes(Protocol):
    """A part that has something to do when a suspension is lifted."""

    def resume(self, halt: Halt, *, by: Standing) -> None:
        """In the lifting's own transaction."""
        ...


@runtime_checkable
class Counts(Protocol):
    """A part that counts faster than it lists: for the public page."""

    def count(self, target: str, code: str, articles: str) -> int:
        """How many dependants there are."""
        ...


P = TypeVar("P")
_PARTS: dict[str, Part] = {}


def register(part: P) -> P:
    """From now on that part is asked too; for a class (made here) or an object. A decorator."""
    made = cast(Part, part() if isinstance(part, type) else part)
    _PARTS[made.name] = made
    return part


def forget(name: str) -> None:
    """It is asked no longer: for tests."""
    _PARTS.pop(name, None)


def parts() -> tuple[Part, ...]:
    """In the order of their names, which is the order everything is locked in."""
    return tuple(_PARTS[name] for name in sorted(_PARTS))


def dependants(target: str, code: str, articles: str = "") -> Iterator[Dependant]:
    """Of every part; read one by one, there may be very many."""
    for part in parts():
        yield from part.dependants(target, code, articles)


def named(name: str) -> Text:
    """A part's name as people read it; as it is kept where the part is no more."""
    part = _PARTS.get(name)
    return text(part.title) if part else Text(name, name)
