"""The watched folder: WATCH_DIR/<department code>/<kind>/, for systems that can only write files.

A file is taken when it is finished: its size and time have not changed for ``INTAKE_SETTLE_SECONDS``, or the sender has put
``<name>.done`` beside it. It is then moved to ``taken/``, handed in, and, once checked, replaced by its report: the file as
sent may hold personal data, and the department has its own. A crash at any moment leaves a file in ``taken/`` that is handed
in again; the same file twice is one submission.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.intake import reporting, spool
from goodstanding.intake.models import AT_WORK, Submission
from goodstanding.intake.receiving import About, receive
from goodstanding.intake.spool import NoSpace
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Refused
from goodstanding.rules.texts import Text

TAKEN = "taken"
NOT_A_FILE_TO_TAKE = (".done", ".tmp", ".part", ".crdownload", ".submission", ".refused")
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Watcher:
    """Looks at the folder again and again, and remembers how each file looked."""

    folder: Path
    settle: float = field(default_factory=lambda: float(settings.INTAKE_SETTLE_SECONDS))
    seen: dict[Path, tuple[int, int, float]] = field(default_factory=dict)

    def watch(self, pause: float = 2.0) -> None:
        """Until the process is ended."""
        while True:
            self.look()
            time.sleep(pause)

    def look(self) -> None:
        """Once: take what is finished, write the reports that are ready."""
        for department in Department.objects.filter(code__in=[f.name for f in self.folder.iterdir() if f.is_dir()]):
            for kind in load(settings.CITY_CATALOGUE).kinds:
                folder = self.folder / department.code / kind
                if folder.is_dir():
                    self._look_into(folder, About(department=department, kind=kind, channel="folder"))

    def _look_into(self, folder: Path, about: About) -> None:
        taken = folder / TAKEN
        taken.mkdir(exist_ok=True)
        for path in sorted(folder.iterdir()):
            if self._finished(path):
                path.rename(_free(taken / path.name))
                path.with_name(path.name + ".done").unlink(missing_ok=True)
                self.seen.pop(path, None)
        for path in sorted(taken.iterdir()):
            if path.is_file() and path.suffix not in NOT_A_FILE_TO_TAKE and ".report." not in path.name:
                _hand_in(path, about)
        for slip in sorted(taken.glob("*.submission")):
            _answer(slip)

    def _finished(self, path: Path) -> bool:
        if not path.is_file() or path.is_symlink() or path.name.startswith((".", "~$")) or path.suffix in NOT_A_FILE_TO_TAKE:
            return False
        if path.with_name(path.name + ".done").exists():
            return True
        now, looks = time.monotonic(), (path.stat().st_size, path.stat().st_mtime_ns)
        before = self.seen.get(path)
        if before is None or before[:2] != looks:
            self.seen[path] = (*looks, now)
            return False
        return now - before[2] >= self.settle


def _hand_in(path: Path, about: About) -> None:
    slip = path.with_name(path.name + ".submission")
    if slip.exists():
        return
    named = About(department=about.department, kind=about.kind, channel=about.channel, name=path.name)
    try:
        with path.open("rb") as stream:
            handed = receive(spool.pieces(stream), named, by=SYSTEM)
    except NoSpace:
        log.warning("folder.no_space", department=about.department.pk)
        return  # it stays in taken/ and is tried again at the next look
    except Refused as refused:
        log.warning("folder.refused", department=about.department.pk, code=refused.code)
        _say(path, refused.why)
        path.rename(path.with_name(path.name + ".refused"))  # nothing was received, so nothing is removed
        return
    slip.write_text(str(handed.submission.id), "ascii")


def _answer(slip: Path) -> None:
    """Write the report beside and remove the file as sent, as soon as the check has an answer."""
    submission = Submission.everything.filter(id=UUID(slip.read_text("ascii").strip())).first()
    if submission is None or submission.state in AT_WORK:
        return
    name = slip.name.removesuffix(".submission")
    if submission.state == "refused":
        _say(slip.with_name(name), Text(submission.refusal["zh"], submission.refusal["en"]))
    elif submission.state != "withdrawn":
        reporting.write(submission, slip.with_name(f"{name}.report.xlsx"))
        reporting.write(submission, slip.with_name(f"{name}.report.json"))
    slip.with_name(name).unlink(missing_ok=True)
    slip.unlink()


def _say(path: Path, why: Text) -> None:
    path.with_name(f"{path.name}.report.txt").write_text(f"{why.zh}\n{why.en}\n", "utf-8")


def _free(path: Path) -> Path:
    """A name nothing has yet: two files of one name on two days are two files."""
    number = 1
    while path.exists() or list(path.parent.glob(f"{path.name}.*")):
        path = path.with_name(f"{path.stem.rsplit('~', 1)[0]}~{number}{path.suffix}")
        number += 1
    return path
