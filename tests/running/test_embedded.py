"""Our own PostgreSQL: keeps its data, survives a crash, and is gone when nobody uses it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from goodstanding.rules.refusals import Refused
from goodstanding.running.embedded import Server, in_use


@pytest.fixture
def server() -> Iterator[Server]:
    """In a folder of its own, with a short name; stopped whatever happens."""
    with tempfile.TemporaryDirectory(prefix="gs-") as folder:
        made = Server(Path(folder) / "data", {"fsync": "off"})
        yield made
        if made.data.exists():
            made.stop()


def postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def gone(pid: int) -> bool:
    """Within ten seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def write(server: Server) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")


def rows(server: Server) -> int:
    with psycopg.connect(server.url) as connection:
        row = connection.execute("SELECT count(*) FROM kept").fetchone()
    return row[0] if row else 0


def test_a_second_start_keeps_the_data_and_nothing_runs_between(server: Server) -> None:
    with in_use(server):
        write(server)
        pid = postmaster(server)
    assert gone(pid)
    with in_use(server):
        assert rows(server) == 1


def test_it_speaks_utf8_sorts_by_code_point_and_listens_to_nobody_else(server: Server) -> None:
    with in_use(server), psycopg.connect(server.url) as connection:
        row = connection.execute(
            "SELECT current_setting('server_encoding'), current_setting('listen_addresses'), upper('é'),"
            " array(SELECT x FROM unnest('{b,A,a,中}'::text[]) x ORDER BY x)"
        ).fetchone()
    assert row == ("UTF8", "", "É", ["A", "a", "b", "中"])
    assert server.socket.stat().st_mode & 0o077 == 0


def test_a_killed_server_starts_again_with_what_was_committed(server: Server) -> None:
    with in_use(server):
        write(server)
        parent = psutil.Process(postmaster(server))
        family = [parent, *parent.children(recursive=True)]
        for process in family:
            with suppress(psutil.NoSuchProcess):  # the parent is gone, and some end by themselves
                process.kill()
        psutil.wait_procs(family, timeout=10)
    with in_use(server):
        assert rows(server) == 1


def test_the_number_of_a_dead_server_may_be_another_program_s(server: Server) -> None:
    with in_use(server):
        write(server)
    lines = [str(os.getpid()), str(server.data), "1", "5432", str(server.socket), "", "0 0", "ready"]
    (server.data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    with in_use(server):
        assert rows(server) == 1


def test_a_first_start_that_was_cut_off_begins_again(server: Server) -> None:
    (server.home / "data.new").mkdir(parents=True)
    (server.home / "data.new" / "PG_VERSION").write_text("18\n")
    with in_use(server):
        write(server)
        assert rows(server) == 1


def test_the_last_user_stops_it_not_the_first(server: Server) -> None:
    with in_use(server):
        with in_use(server):
            pid = postmaster(server)
        assert server.accepts()
        assert postmaster(server) == pid
    assert gone(pid)


USER = """
import sys, time
from pathlib import Path
from goodstanding.running.embedded import Server, in_use
with in_use(Server(Path(sys.argv[1]), {"fsync": "off"})):
    print("in use", flush=True)
    time.sleep(60)
"""


def test_a_user_that_was_killed_does_not_keep_it_for_ever(server: Server) -> None:
    other = subprocess.Popen([sys.executable, "-c", USER, str(server.data_dir)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "in use\n"
    pid = postmaster(server)
    with in_use(server):
        other.send_signal(signal.SIGKILL)
        other.wait()
        other.stdout.close()
        assert server.accepts()
    assert gone(pid)


def test_another_version_s_data_are_refused_with_a_sentence_and_left_alone(server: Server) -> None:
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Refused, match="DATABASE_VERSION"):
        server.start()
    assert (server.data / "PG_VERSION").read_text() == "9\n"


def test_an_error_s_row_never_reaches_the_server_s_log(server: Server) -> None:
    with in_use(server), psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE once (secret text PRIMARY KEY, CHECK (secret <> 'x'))")
        for value in ("110101199003070011", "110101199003070011", "x"):
            try:
                connection.execute("INSERT INTO once VALUES (%s)", [value])
            except psycopg.IntegrityError:
                continue
        with pytest.raises(psycopg.DataError):
            connection.execute("SELECT '110101199003070011x'::text::bigint FROM once")
    log = (server.home / "server.log").read_text()
    assert "ready to accept connections" in log
    assert "110101199003070011" not in log
