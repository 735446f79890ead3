"""The conduct the city's departments find, and the permits they give, as read from ``conduct.toml`` and ``permits.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from goodstanding.city.words import table


@dataclass(frozen=True, slots=True)
class Conduct:
    """One way to break the law, what it costs and how it is written up. ``fine`` in yuan, (0, 0) where there is none."""

    title: str
    broke: str
    basis: str
    kinds: tuple[str, ...]
    fine: tuple[int, int]
    klass: str
    simple: bool
    withdraw: str
    found: tuple[str, ...]

    @property
    def confiscates(self) -> bool:
        """Something is taken away besides a fine."""
        return any(kind.startswith("没收") for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Permit:
    """One permit; ``years`` 0 is without an end, ``for_all`` says that individual businesses get it too."""

    title: str
    kind: str
    certificate: str
    letters: str
    years: int
    content: tuple[str, ...]
    for_all: bool


@dataclass(frozen=True, slots=True)
class Phrases:
    """How the facts begin and end, and what they are about."""

    opening: tuple[str, ...]
    closing: tuple[str, ...]
    things: tuple[str, ...]


@cache
def conducts(department: str) -> tuple[Conduct, ...]:
    """What this department (by its slug) decides on."""
    return tuple(
        Conduct(
            title=one["title"],
            broke=one["broke"],
            basis=one["basis"],
            kinds=tuple(one["kinds"]),
            fine=tuple(one.get("fine", (0, 0))),
            klass=one["class"],
            simple=one.get("simple", False),
            withdraw=one.get("withdraw", ""),
            found=tuple(one["found"]),
        )
        for one in table("conduct")["conduct"]
        if department in one["by"]
    )


@cache
def permits(department: str) -> tuple[Permit, ...]:
    """What this department permits."""
    return tuple(
        Permit(one["title"], one["kind"], one["certificate"], one["letters"], one["years"], tuple(one["content"]), one["to"] == "any")
        for one in table("permits")["permit"]
        if department in one["by"]
    )


@cache
def phrases() -> Phrases:
    """The common phrases."""
    raw = table("conduct")["words"]
    return Phrases(tuple(raw["opening"]), tuple(raw["closing"]), tuple(raw["things"]))
