from __future__ import annotations

from pathlib import Path

import pytest

from goodstanding.rules import documenting
from goodstanding.rules.loading import load

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["catalogue.md", "checks.md"])
def test_the_committed_documents_say_what_the_catalogue_says(name: str) -> None:
    """Otherwise: python -m goodstanding.rules.documenting docs."""
    assert (DOCS / name).read_text("utf-8") == documenting.documents(load())[name]


def test_every_doubt_stands_in_the_document() -> None:
    catalogue, text = load(), documenting.documents(load())["catalogue.md"]
    doubts = [f for kind in catalogue.kinds.values() for f in kind.fields.values() if not f.sure]
    doubts_said = [
        *(f.note for f in doubts),
        *(r.note for r in catalogue.regimes if not r.sure),
        *(t.note for t in catalogue.terms.values()),
    ]
    doubts_said += [*(law.note for law in catalogue.laws.values()), *(h.note for h in catalogue.held)]
    assert len(doubts) > 3
    for note in doubts_said:
        assert note in text


def test_every_check_stands_in_the_document() -> None:
    catalogue, text = load(), documenting.documents(load())["checks.md"]
    for rule in (*(r for kind in catalogue.kinds.values() for r in kind.rules), *catalogue.notices):
        assert f"`{rule.code}`" in text
