"""The corpus is what it says: seeded, full of planted data in every form, and lawful otherwise."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from tests.redteam import corpus
from tests.redteam.forms import IN_CODES, IN_TEXT
from tests.redteam.searching import Searcher

TODAY = date(2026, 11, 20)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = (corpus.build(tmp_path / name, rows=2_000, today=TODAY) for name in ("one", "two"))
    assert one.planted == two.planted
    for handed in one.files:
        assert handed.path.read_bytes() == (two.directory / handed.path.name).read_bytes()


def test_every_form_is_planted_and_what_must_survive_is_lawful(tmp_path: Path) -> None:
    built = corpus.build(tmp_path, rows=20_000, today=TODAY)
    assert built.rows == 20_120
    assert {form.name for form in (*IN_TEXT, *IN_CODES)} <= {where.partition(": ")[2] for where in built.planted.values()}
    assert corpus.codes_are_sound(built)
    assert sum(code.isdigit() for code in built.lawful.values()) > 300


def test_the_search_finds_what_was_planted_in_the_files_themselves(tmp_path: Path) -> None:
    """Proof that the search works on this corpus: the unprotected file is full of finds."""
    built = corpus.build(tmp_path, rows=2_000, today=TODAY)
    planted = {datum for datum, where in built.planted.items() if where.startswith("penalties.csv")}
    with (tmp_path / "penalties.csv").open(encoding="gb18030", newline="") as file:
        text = "\n".join("\t".join(cell.replace("\n", "\\n") for cell in row) for row in csv.reader(file))
    assert {found.datum for found in Searcher(planted).search(text, "file")} == planted


def test_no_lawful_code_is_taken_for_a_planted_datum(tmp_path: Path) -> None:
    built = corpus.build(tmp_path, rows=20_000, today=TODAY)
    assert not list(Searcher(built.planted).search("\n".join(built.lawful.values()), "codes"))
