"""Mappings: what a department's headers stand for, proposed, saved, read again and held against the kind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.organisations.register_file import headings
from goodstanding.pipeline import mapping as mappings
from goodstanding.pipeline import read
from goodstanding.pipeline.mapping import Mapping
from goodstanding.pipeline.read.header import find_header, known_headings
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Unusable
from tests.files import build

CATALOGUE = load()
SHARED = Path(os.environ.get("GOODSTANDING_SHARED_DATA", Path(__file__).parents[3].parent / "shared" / "data"))
words = st.text(min_size=1).filter(str.strip)


def test_known_titles_are_suggested_for_sure() -> None:
    suggested = mappings.suggest(build.TITLES, CATALOGUE.kinds["permit"])
    assert list(suggested.columns.values()) == build.PERMIT


def test_likely_names_are_suggested_once_each() -> None:
    headers = [
        "处罚对象名称",
        "被处罚单位统一社会信用代码",
        "处罚决定文书号",
        "处罚决定的日期",
        "处罚决定机关",
        "罚款金额（单位：万元）",
        "经办科室",
    ]
    columns = mappings.suggest(headers, CATALOGUE.kinds["penalty"]).columns
    assert columns["处罚决定文书号"] == "CF_WSH"
    assert columns["处罚决定的日期"] == "CF_JDRQ"
    assert columns["罚款金额（单位：万元）"] == "CF_NR_FK"
    assert "经办科室" not in columns
    assert len(set(columns.values())) == len(columns)


@given(st.dictionaries(words, words), st.dictionaries(words, words), st.dictionaries(words, st.dictionaries(words, words, min_size=1)))
def test_a_saved_mapping_is_the_same_mapping(columns: dict[str, str], constants: dict[str, str], values: dict[str, dict[str, str]]) -> None:
    mapping = Mapping("permit", "本局", columns, constants, values)
    assert mappings.parse(mappings.dump(mapping)) == mapping
    assert mappings.from_dict(mappings.to_dict(mapping)) == mapping


@pytest.mark.parametrize(("mapping", "code"), [
    (Mapping("permit", columns={"甲": "XK_NIX"}), "MAPPING_UNKNOWN_FIELD"),
    (Mapping("permit", constants={"CF_WSH": "1"}), "MAPPING_UNKNOWN_FIELD"),
    (Mapping("permit", columns={"甲": "XK_WSH", "乙": "XK_WSH"}), "MAPPING_TWICE"),
    (Mapping("permit", columns={"甲": "XK_WSH"}, constants={"XK_WSH": "1"}), "MAPPING_TWICE"),
])  # fmt: skip
def test_a_mapping_that_cannot_be_meant_is_refused(mapping: Mapping, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        mapping.check(CATALOGUE.kinds["permit"].fields)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["kind = ", "[columns]\na = 'b'", "kind = 'permit'\ncolumn = {}", "kind = 'permit'\ncolumns = 1"])
def test_a_malformed_mapping_is_refused(text: str) -> None:
    with pytest.raises(Unusable) as caught:
        mappings.parse(text)
    assert caught.value.code == "MAPPING_MALFORMED"


REAL = {
    "cosmetics_permits": "permits_cosmetics_nmpa",
    "environment_penalties": "penalties_environment_2017_2018",
    "taxpayers_a_level": "red_list_tax_a_level_2018",
    "tax_arrears": "tax_arrears_legacy_codes_2015",
}


@pytest.mark.parametrize("name", REAL)
def test_the_shipped_mappings_name_fields_that_exist(name: str) -> None:
    mapping = mappings.shipped(name)
    mapping.check(headings() if mapping.kind == mappings.REGISTER else CATALOGUE.kinds[mapping.kind].fields)


@pytest.mark.parametrize(("name", "file"), REAL.items())
def test_the_shipped_mappings_know_every_column_of_the_real_file(name: str, file: str, tmp_path: Path) -> None:
    path = SHARED / "real" / f"{file}.csv"
    if not path.exists():
        pytest.skip(f"the real files are not here: {SHARED}")
    mapping = mappings.shipped(name)
    sheet = read.open_table(path, name=path.name, into=tmp_path).sheets[0]
    header = find_header(sheet, known_headings(CATALOGUE, mapping.columns))
    assert header is not None
    assert header.lines == (1,)
    assert [name for name in header.names if mapping.field_of(name) is None] == []
