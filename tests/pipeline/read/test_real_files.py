"""Files of real departments, read where they lie (never copied into the repository)."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from goodstanding.pipeline import read
from goodstanding.pipeline.read.header import find_header, known_headings
from goodstanding.rules.loading import load

SHARED = Path(os.environ.get("GOODSTANDING_SHARED_DATA", Path(__file__).parents[3].parent / "shared" / "data"))
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real files are not here: {SHARED}")
ROWS = {
    "permits_cosmetics_nmpa": 110,
    "penalties_environment_2017_2018": 81,
    "red_list_tax_a_level_2018": 5095,
    "tax_arrears_legacy_codes_2015": 88,
}


def test_a_provincial_spreadsheetml_named_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "check01.xlsx"
    path.write_bytes(gzip.decompress((SHARED / "files" / "zhejiang_check01_is_xml2003_named_xlsx.xlsx.gz").read_bytes()))
    tables = read.open_table(path, name=path.name, into=tmp_path / "into")
    assert (tables.format, [note.rule for note in tables.notes]) == ("spreadsheetml", ["FILE_EXTENSION"])
    assert [(sheet.width, sheet.rows) for sheet in tables.sheets] == [(4, 479)]


def test_a_provincial_xls_template_with_its_table_away_from_the_corner(tmp_path: Path) -> None:
    path = SHARED / "files" / "zhejiang_xzcf_penalty_template.xls"
    sheet = read.open_table(path, name=path.name, into=tmp_path).sheets[0]
    header = find_header(sheet, known_headings(load()))
    assert header is not None
    assert (header.lines, header.names[:3]) == ((2,), ("", "处罚决定书文号", "处罚决定书签发日期"))
    assert sheet.head[1].cells[2] == "2016-04-13"


@pytest.mark.parametrize(("name", "rows"), ROWS.items())
@pytest.mark.parametrize("direct", [True, False])
def test_real_tables_have_all_their_rows(name: str, rows: int, direct: bool, tmp_path: Path) -> None:
    path = SHARED / "real" / f"{name}.csv"
    sheet = read.open_table(path, name=path.name, into=tmp_path, direct=direct).sheets[0]
    assert (sheet.direct is not None) == direct
    if not direct:
        assert (sheet.rows, sheet.tail[-1].line) == (rows + 1, rows + 1)
