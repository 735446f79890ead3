"""What stands in the navigation. A part contributes plain data: a module ``navigation`` with ``PUBLIC`` and/or ``DESK``.

DESK = (Item(text="intake.navigation.submissions", view="intake:submissions", roles=frozenset({"steward", "clerk"}), order=10),)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Literal, NamedTuple

from django.apps import apps
from django.urls import reverse

from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

Where = Literal["PUBLIC", "DESK"]
FRONT = ("/", "/en/")
"""Every address begins with these; they are current only on themselves."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: the key of its text, the name of its view, who sees it (nobody named: everybody), its place, the menu it stands in."""

    text: str
    view: str
    roles: frozenset[str] = frozenset()
    order: int = 100
    menu: str = ""


class Link(NamedTuple):
    """An entry as a page shows it."""

    text: Text
    url: str
    current: bool
    menu: str = ""


class Menu(NamedTuple):
    """Several entries under one word."""

    text: Text
    links: list[Link]
    current: bool


@cache
def items(where: Where) -> tuple[Item, ...]:
    """What the installed parts contribute, in order."""
    found: list[Item] = []
    for app in apps.get_app_configs():
        name = f"{app.name}.navigation"
        if app.name.startswith("goodstanding.") and name != __name__ and find_spec(name):
            found += getattr(import_module(name), where, ())
    return tuple(sorted(found, key=lambda item: item.order))


def links(where: Where, *, role: str = "", path: str = "/") -> list[Link]:
    """The entries for somebody of that role; the one whose address the page's path begins with is current, the longest wins."""
    shown = [(item, reverse(item.view)) for item in items(where) if not item.roles or role in item.roles]
    current = max(
        (url for _, url in shown if path == url or (path.startswith(f"{url.rstrip('/')}/") and url not in FRONT)), key=len, default=""
    )
    return [Link(text(item.text), url, url == current, item.menu) for item, url in shown]


def gathered(found: list[Link]) -> list[Link | Menu]:
    """Entries of one menu under its word, at the place of the first of them; one that would be alone in it stays an entry."""
    menus = {name: [link for link in found if link.menu == name] for name in {link.menu for link in found if link.menu}}
    made: list[Link | Menu] = []
    for link in found:
        within = menus.get(link.menu, [])
        if len(within) < 2:
            made.append(link)
        elif link == within[0]:
            made.append(Menu(text("ui.navigation.menu", link.menu), within, any(one.current for one in within)))
    return made
