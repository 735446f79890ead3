"""What the documents claim is what the bench printed."""

from __future__ import annotations

import json
import re

from bench import page


def test_the_page_of_names_says_what_the_results_say() -> None:
    """Otherwise: make bench, and commit both."""
    results = json.loads(page.RESULTS.read_text(encoding="utf-8"))
    assert page.PAGE.read_text(encoding="utf-8") == page.page(results)


def test_every_figure_of_the_page_was_measured() -> None:
    results = json.loads(page.RESULTS.read_text(encoding="utf-8"))
    template = (page.RESULTS.parent / "names.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"\{([a-z]+\.[A-Za-z0-9_-]+)", template))
    assert asked
    assert asked <= results.keys()
