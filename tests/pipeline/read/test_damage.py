"""A damaged or hostile file of any format ends in a refusal, never in another error: bytes are changed at random."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from goodstanding.pipeline import read
from goodstanding.rules.refusals import Unusable
from tests.files import build

BASES = {name: made() for name, made in {**build.PASS, **build.FAIL}.items() if not name.endswith(".xls")}
INSERTED = [b"9" * 30, b"\0", b'"', b"<", b"\n\n", b"\r", b"-1", b"ZZZZ", b"\xff", b"&x;"]


def damaged(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice([1, 3, 10])):
        at = chance.randrange(len(changed) + 1)
        what = chance.random()
        if what < 0.5 and at < len(changed):
            changed[at] = chance.randrange(256)
        elif what < 0.7:
            del changed[at : at + chance.randrange(1, 20)]
        else:
            changed[at:at] = chance.choice(INSERTED)
    return bytes(changed)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """One part of a workbook changed, the archive around it whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([name for name in parts if name.startswith("xl/")])
    return build.packed(parts | {name: damaged(parts[name], chance)})


@pytest.mark.parametrize("seed", range(8))
def test_damage_anywhere_is_refused_or_read(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    path = tmp_path / "file"
    for _ in range(60):
        name = chance.choice(sorted(BASES))
        whole = zipfile.is_zipfile(io.BytesIO(BASES[name])) and name != "archive.xlsx"
        path.write_bytes(damaged_inside(BASES[name], chance) if whole and chance.random() < 0.7 else damaged(BASES[name], chance))
        with suppress(Unusable):
            read.open_table(path, name=name, into=tmp_path / "into", direct=chance.random() < 0.5)
        shutil.rmtree(tmp_path / "into", ignore_errors=True)
