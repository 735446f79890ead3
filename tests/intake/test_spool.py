"""What was handed in is unreadable on disk, comes back whole or not at all, and leaves nothing behind."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.test import override_settings

from goodstanding.intake import folders, spool
from goodstanding.rules.refusals import Missing

PERSONAL = "张三,110101199003077475,13812345678\n".encode()


@pytest.fixture
def submission(tmp_path: Path, settings: object) -> UUID:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    return uuid4()


@pytest.mark.parametrize("size", [0, 1, spool.CHUNK - 1, spool.CHUNK, spool.CHUNK + 1, 3 * spool.CHUNK])
def test_a_sealed_file_comes_back_whole(submission: UUID, size: int) -> None:
    clear = os.urandom(size)
    sealed = spool.seal(submission, [clear[: size // 3], clear[size // 3 :]])
    assert b"".join(spool.unseal(submission)) == clear
    assert (sealed.sha256, sealed.size) == (hashlib.sha256(clear).hexdigest(), size)


def test_nothing_of_the_content_is_on_the_disk_and_nobody_else_may_read_it(submission: UUID) -> None:
    spool.seal(submission, [PERSONAL * 50_000])
    path = folders.spool(submission)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not any(piece in path.read_bytes() for piece in (b"110101199003077475", b"13812345678", "张三".encode()))


def test_another_submission_cannot_open_it(submission: UUID) -> None:
    spool.seal(submission, [PERSONAL])
    other = uuid4()
    folders.spool(submission).rename(folders.spool(other))
    with pytest.raises(InvalidTag):
        list(spool.unseal(other))


def test_another_secret_key_cannot_open_it(submission: UUID) -> None:
    spool.seal(submission, [PERSONAL])
    with override_settings(SECRET_KEY="another" * 8), pytest.raises(InvalidTag):
        list(spool.unseal(submission))


@pytest.mark.parametrize("keep", [8 + spool.SALT, 8 + spool.SALT + spool.CHUNK + spool.TAG, 8 + spool.SALT + 100])
def test_a_file_cut_off_anywhere_is_noticed(submission: UUID, keep: int) -> None:
    spool.seal(submission, [os.urandom(2 * spool.CHUNK + 5)])
    os.truncate(folders.spool(submission), keep)
    with pytest.raises(InvalidTag):
        list(spool.unseal(submission))


def test_a_changed_byte_is_noticed(submission: UUID) -> None:
    spool.seal(submission, [PERSONAL])
    path = folders.spool(submission)
    sealed = bytearray(path.read_bytes())
    sealed[-1] ^= 1
    path.write_bytes(bytes(sealed))
    with pytest.raises(InvalidTag):
        list(spool.unseal(submission))


def test_the_readers_file_has_no_name_and_ends_with_the_block(submission: UUID) -> None:
    spool.seal(submission, [PERSONAL])
    with spool.opened(submission) as path:
        assert path.read_bytes() == PERSONAL
        assert [file.name for file in folders.spool(submission).parent.iterdir()] == [f"{submission}.sealed"]
    assert not path.exists()


def test_a_killed_reader_leaves_nothing_in_the_clear(submission: UUID, tmp_path: Path) -> None:
    spool.seal(submission, [PERSONAL * 1000])
    program = (
        "import os, signal\nimport django\ndjango.setup()\nfrom uuid import UUID\nfrom goodstanding.intake import spool\n"
        f"with spool.opened(UUID('{submission}')) as path:\n    assert path.read_bytes()\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"DATA_DIR": str(tmp_path), "SECRET_KEY": settings.SECRET_KEY},
        check=False,
        capture_output=True,
    )
    assert killed.returncode == -9, killed.stderr.decode()
    left = [file for file in tmp_path.rglob("*") if file.is_file() and b"110101199003077475" in file.read_bytes()]
    assert left == []


def test_one_byte_too_many_is_refused_and_leaves_nothing(submission: UUID, settings: object) -> None:
    settings.UPLOAD_MAX_BYTES = spool.CHUNK  # type: ignore[attr-defined]
    with pytest.raises(spool.TooLarge):
        spool.seal(submission, [b"x" * spool.CHUNK, b"x"])
    assert list(folders.spool(submission).parent.iterdir()) == []


def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    # A limit on the size of files is a disk that says no in the same place; it has to be another process's.
    program = (
        "import resource, sys\nimport django\ndjango.setup()\nfrom uuid import uuid4\nfrom goodstanding.intake import spool\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))\n"
        "try:\n    spool.seal(uuid4(), [b'x' * 1_000_000] * 5)\nexcept spool.NoSpace as refused:\n    sys.exit(refused.code)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], env=os.environ | {"DATA_DIR": str(tmp_path)}, check=False, capture_output=True)
    assert done.stderr.decode().strip().endswith("NO_SPACE")
    assert list((tmp_path / "spool").iterdir()) == []


def test_a_spool_that_is_gone_is_a_sentence(submission: UUID) -> None:
    with pytest.raises(Missing) as refused:
        list(spool.unseal(submission))
    assert refused.value.code == "SPOOL_GONE"
