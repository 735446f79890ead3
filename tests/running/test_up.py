"""``goodstanding up`` as an operator meets it: started, asked, hurt and stopped, in processes of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

SRC = os.pathsep.join([str(Path(__file__).parents[2] / "src"), os.environ.get("PYTHONPATH", "")])
LONG = 90.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """A data folder and a port, and whatever runs on them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[str] | None = None

    def environment(self) -> dict[str, str]:
        dropped = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "DEMO", "PYTEST_XDIST_WORKER"}
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        own = {"DATA_DIR": str(self.folder / "data"), "PORT": str(self.port), "PYTHONPATH": SRC, "LOG_LEVEL": "INFO", "WEB_WORKERS": "1"}
        return kept | own

    def begin(self) -> subprocess.Popen[str]:
        with (self.folder / "out").open("w") as out, (self.folder / "err").open("w") as err:
            return subprocess.Popen(
                [sys.executable, "-m", "goodstanding", "up", "--no-demo"], env=self.environment(), stdout=out, stderr=err, text=True
            )

    def begin_another(self) -> subprocess.CompletedProcess[str]:
        return run(self, "up", "--no-demo", check=False)

    def up(self) -> None:
        self.process = self.begin()
        wait(lambda: "Ctrl-C" in self.said("out") or self.process is None or self.process.poll() is not None)
        assert self.process.poll() is None, self.said("err")

    def down(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(LONG)

    def said(self, where: str) -> str:
        return (self.folder / where).read_text("utf-8")

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def everybody(self) -> list[psutil.Process]:
        """Every process on the machine that works on this data folder."""
        found = []
        for process in psutil.process_iter():
            try:
                ours = str(self.folder) in " ".join(process.cmdline()) or process.environ().get("DATA_DIR") == str(self.folder / "data")
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        return found


def wait(for_what: Callable[[], object], seconds: float = LONG) -> None:
    deadline = time.monotonic() + seconds
    while not for_what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


@pytest.fixture
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="gs-up-") as folder:
        made = House(Path(folder))
        yield made
        for process in made.everybody():
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(made.everybody(), timeout=10)


@pytest.mark.xdist_group("up")
def test_a_day_of_the_site(house: House) -> None:
    house.up()
    assert [house.get(path) for path in ("/healthz", "/readyz", "/", "/en/", "/account/login/")] == [200] * 5
    names = sorted(process.name() for process in house.everybody() if process.name() == "postgres")
    assert names, "the database is our own"

    another = house.begin_another()
    assert (another.returncode, "PORT_TAKEN" in another.stderr or "ALREADY_UP" in another.stderr) == (1, True)

    run(house, "account", "add", "wang", "--role", "clerk")

    web = next(process for process in house.everybody() if "granian" in " ".join(process.cmdline()))
    web.kill()
    wait(lambda: house.get("/readyz") == 200)

    for process in house.everybody():
        with suppress(psutil.NoSuchProcess):  # some end by themselves meanwhile
            if process.name() == "postgres":
                process.kill()
    wait(lambda: house.get("/readyz") == 200)

    assert house.down() == 0
    assert house.everybody() == []
    assert house.get("/healthz") == 0

    house.up()
    again = run(house, "account", "add", "wang", "--role", "clerk", check=False)
    assert "ACCOUNT_TAKEN" in again.stderr, "a second start keeps the data"
    assert house.down(signal.SIGINT) == 0
    assert house.everybody() == []


@pytest.mark.xdist_group("up")
def test_killed_outright_it_leaves_no_site_behind_and_starts_again(house: House) -> None:
    house.up()
    assert house.process is not None
    house.process.kill()
    house.process.wait()
    wait(lambda: not [process for process in house.everybody() if process.name() != "postgres"])
    house.up()
    assert house.get("/readyz") == 200
    assert house.down() == 0
    assert house.everybody() == []


@pytest.mark.xdist_group("up")
def test_a_taken_port_is_a_sentence_that_says_what_to_do(house: House) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", house.port))
        other.listen()
        told = house.begin_another()
    assert told.returncode == 1
    assert f"端口 {house.port} 已被其他程序占用" in told.stderr
    assert f"PORT={house.port + 1} make run" in told.stderr
    assert "Traceback" not in told.stderr


def run(house: House, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """A command beside the running site, on the same data."""
    command = [sys.executable, "-m", "goodstanding", *arguments]
    return subprocess.run(command, env=house.environment(), capture_output=True, text=True, check=check, timeout=LONG)
