"""Files made to hurt: each is refused with a sentence, quickly, and in little memory."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from goodstanding.pipeline import read
from goodstanding.rules.refusals import Unusable
from tests.files import build

MEASURED = """
import sys
from pathlib import Path
from goodstanding.pipeline import read
from goodstanding.rules.refusals import Unusable
try:
    read.open_table(Path(sys.argv[1]), name=sys.argv[1], into=Path(sys.argv[2]))
    print("READ", end=" ")
except Unusable as refusal:
    print(refusal.code, end=" ")
print(next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def refused(path: Path, into: Path, limits: read.Limits | None = None) -> Unusable:
    with pytest.raises(Unusable) as caught:
        read.open_table(path, name=path.name, into=into, limits=limits)
    assert caught.value.why.zh
    assert caught.value.why.en
    return caught.value


def outcome(path: Path, into: Path) -> tuple[str, int]:
    """What a process of its own makes of the file, and its peak memory in MB."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, path, into], capture_output=True, text=True, check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    code, peak = done.stdout.split()
    return code, int(peak)


def test_300_mb_in_one_cell_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        file.write(build.text(build.table(build.THREE)).encode() + b'"')
        for _ in range(300):
            file.write(b"x" * 1024 * 1024)
    code, peak = outcome(path, tmp_path / "into")
    assert code == "CELL_TOO_LONG"
    assert peak < 200
    assert "第 5 行" in refused(path, tmp_path / "again").why.zh


def test_two_gigabytes_of_nothing_are_told_as_no_text(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        file.write(build.text(build.table(build.THREE)).encode())
        file.truncate(2 * 1024**3)  # a sparse file: takes no room on the disk
    code, peak = outcome(path, tmp_path / "into")
    assert code == "FILE_BINARY"
    assert peak < 300


def test_a_file_above_the_limit_is_refused_unread_and_told_to_be_split(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    refusal = refused(path, tmp_path / "into", read.Limits(file_bytes=1024**3))
    assert refusal.code == "FILE_TOO_LARGE"
    assert "拆分" in refusal.why.zh
    assert "2.0 GB" in refusal.why.en


def zeros(name: str, megabytes: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open(name, "w") as entry:
            for _ in range(megabytes):
                entry.write(bytes(1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/thumbnail.emf"])
def test_a_zip_bomb_named_xlsx_is_not_opened(part: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(zeros(part, 200))
    code, peak = outcome(path, tmp_path / "into")
    assert code == "FILE_BOMB"
    assert peak < 300


def test_a_zip_with_very_many_entries_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        for number in range(6_000):
            archive.writestr(f"xl/{number}", b"")
    assert refused(path, tmp_path / "into").code == "FILE_BOMB"


def test_a_cell_in_the_last_corner_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        page = build.sheet(workbook, build.table(build.THREE))
        page.write_string(1_048_575, 2, "x")
        page.write_blank(1_048_575, 16_383, None, workbook.add_format({"bold": True}))
    code, peak = outcome(path, tmp_path / "into")
    assert code == "READ"
    assert peak < 300


def test_filled_cells_far_to_the_right_are_too_many_columns(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        build.sheet(workbook, build.table(build.THREE)).write_string(3, 16_383, "x")
    assert refused(path, tmp_path / "into").code == "TOO_MANY_COLUMNS"


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_cut_off_anywhere_is_told_as_damaged(cut: float, tmp_path: Path) -> None:
    whole = build.book(build.under_titles)
    path = tmp_path / "x.xlsx"
    path.write_bytes(whole[: int(len(whole) * cut)])
    assert refused(path, tmp_path / "into").code == "FILE_CORRUPT"


def test_an_old_workbook_with_a_damaged_inside_is_told_as_damaged(tmp_path: Path) -> None:
    whole = bytearray(build.old_book(build.table(build.THREE)))
    whole[512:2048] = b"\xff" * 1536
    path = tmp_path / "x.xls"
    path.write_bytes(whole)
    assert refused(path, tmp_path / "into").code == "FILE_CORRUPT"


def test_entities_and_document_types_are_refused_in_workbook_parts_too(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(
        build.packed({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><workbook/>', "xl/_rels/workbook.xml.rels": b"<Relationships/>"})
    )
    assert refused(path, tmp_path / "into").code == "FILE_UNSAFE_XML"


def test_deeply_nested_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('[{"a":' + "[" * 200_000 + "]" * 200_000 + "}]")
    assert refused(path, tmp_path / "into").code == "JSON_SHAPE"


def test_a_change_of_encoding_far_down_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    row = ",".join(build.permit().values()) + "\n"
    path.write_bytes(",".join(build.permit()).encode() + b"\n" + row.encode() * 10_000 + row.encode("gb18030"))
    with pytest.raises(Unusable) as caught:
        read.open_table(path, name="x.csv", into=tmp_path / "into", direct=False)
    assert caught.value.code == "ENCODING_MIXED"
    assert "第 10002 行" in caught.value.why.zh
