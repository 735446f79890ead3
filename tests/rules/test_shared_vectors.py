"""Codes and numbers that nobody here made up, from the folder of shared data. Only counts are shown, never a row."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from goodstanding.rules import legacy, persons, uscc
from goodstanding.rules.codes import repairing
from goodstanding.rules.codes.explaining import explain

DATA = Path(os.environ.get("GOODSTANDING_SHARED_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"the shared data are not at {DATA}; set GOODSTANDING_SHARED_DATA")
VALID = {"valid", "valid-after-compact", "simple-format-only"}


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def test_every_vector_gets_its_expected_verdict() -> None:
    judged = [(row, uscc.check(row["code"])) for row in rows("vectors/uscc_vectors.csv")]
    assert len(judged) > 200
    assert [row["code"] for row, verdict in judged if verdict.ok != (row["expected"] in VALID)] == []


def test_lawful_codes_that_fail_their_check_fail_in_nothing_else() -> None:
    """Early pilot codes: an exception with recorded evidence admits them, and only their check characters are forgiven."""
    lawful = [uscc.check(row["code"]) for row in rows("vectors/uscc_vectors.csv") if row["expected"] == "lawful-but-nonconforming"]
    assert lawful
    assert {fault for verdict in lawful for fault in verdict.faults} <= {"USCC_CHECK", "USCC_INNER_CHECK"}


def test_damaged_codes_are_never_silently_repaired_to_themselves() -> None:
    for row in rows("vectors/uscc_vectors.csv"):
        repair = repairing.repair(row["code"])
        assert repair is None or (uscc.passes(repair) and repair != uscc.clean(row["code"]))


def test_old_tax_numbers_give_their_organisation_code() -> None:
    numbers = [row["taxpayer_id"] for row in rows("real/tax_arrears_legacy_codes_2015.csv")]
    assert all(legacy.orgcode_of_taxno(number) for number in numbers)
    assert not any(persons.find(number, code_column=True) for number in numbers)


def test_no_code_of_a_real_register_is_taken_for_a_person() -> None:
    """The few identity numbers among the taxpayer numbers go, every USCC stays."""
    numbers = [row["taxpayer_id"] for row in rows("real/red_list_tax_a_level_2018.csv")]
    stopped = [number for number in numbers if persons.find(number, code_column=True)]
    assert [number for number in stopped if uscc.passes(number)] == []
    assert len(stopped) <= 10


def test_an_identity_number_with_a_suffix_as_tax_number_goes() -> None:
    """Individual businesses were registered for tax under their owner's number and 01."""
    longer = [row["taxpayer_id"] for row in rows("real/red_list_tax_a_level_2018.csv") if len(row["taxpayer_id"]) == 20]
    assert longer
    assert all(persons.find(number, code_column=True) for number in longer)


def test_no_text_of_a_real_record_is_masked() -> None:
    texts = [row["penalty_result"] + row["rectification"] for row in rows("real/penalties_environment_2017_2018.csv")]
    texts += ["，".join(v for k, v in row.items() if k != "src") for row in rows("real/permits_cosmetics_nmpa.csv")]
    assert [text for text in texts if persons.find(text)] == []


def test_every_vector_is_explained_with_the_same_verdict() -> None:
    for row in rows("vectors/uscc_vectors.csv"):
        it = explain(row["code"])
        if not it.personal and row["expected"] != "lawful-but-nonconforming":
            assert (it.kind == "uscc" and it.verdict == "right") == (row["expected"] in VALID), row["expected"]
        assert it.suggestion.code == "" or uscc.passes(it.suggestion.code)
