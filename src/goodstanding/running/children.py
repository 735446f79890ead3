"""The processes that ``up`` starts, keeps alive and stops."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)
GRACE = 25
"""Seconds a process has to finish what it is at before it is killed; jobs go on where they were at the next start."""
LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A program of ours, in a session of its own, so that Ctrl-C in the terminal reaches ``up`` alone."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log_file: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    pause: float = field(default=0.5)

    def start(self) -> None:
        out = self.log_file.open("ab") if self.log_file else None
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own programs
                [sys.executable, *self.arguments], env={**os.environ, **self.environment}, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                start_new_session=True, preexec_fn=_end_with_parent,  # noqa: PLW1509 - the parent has one thread
            )  # fmt: skip
        finally:
            if out:
                out.close()
        self.begun = time.monotonic()

    def tend(self) -> None:
        """Start again what has ended, after a pause that doubles while it keeps ending at once."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.begun
        log.error("process ended", step=self.name, code=self.process.returncode, seconds=round(lived, 1))
        self.pause = 0.5 if lived > LONGEST_PAUSE else min(self.pause * 2, LONGEST_PAUSE)
        time.sleep(self.pause)
        self.start()

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait for it, then kill whatever of its session is left."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("process killed", step=self.name)
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
        finally:
            self.process.wait()


def end_all(children: Sequence[Child]) -> None:
    """All at once, so that nobody waits for the other."""
    deadline = time.monotonic() + GRACE
    for child in children:
        child.ask_to_end()
    for child in children:
        child.end(deadline)


def _end_with_parent() -> None:
    """If ``up`` is killed outright, its children are told to end (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
