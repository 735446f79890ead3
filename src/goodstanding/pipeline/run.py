"""Examine what was handed in: a file, or rows given by themselves."""

from __future__ import annotations

import errno
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb

from goodstanding.pipeline import keeping, planning, session
from goodstanding.pipeline.examined import Examined, ExaminedRows
from goodstanding.pipeline.gathering import Gathering
from goodstanding.pipeline.given import examine_given
from goodstanding.pipeline.looking import Looker
from goodstanding.pipeline.mapping import Mapping
from goodstanding.pipeline.planning import Plan
from goodstanding.pipeline.read import Limits, nameless
from goodstanding.pipeline.repeating import find_repeats
from goodstanding.pipeline.sweeping import Sweep
from goodstanding.rules.catalogue import Catalogue, Kind
from goodstanding.rules.refusals import Unusable
from goodstanding.rules.texts import Text

Progress = Callable[[str, float], None]
"""Told the stage (``reading``, ``checking``, ``looking``, ``writing``) and how much of the whole is done, 0 to 1."""

_FULL = Text(
    "磁盘空间不足，检查没有完成，没有留下任何半成品。请清理空间或稍后重试。",
    "The disk is full: the check was not finished and nothing half-done was left. Make room or try again later.",
)


class NoRoom(Unusable, OSError):  # noqa: N818 - named as people say it
    """The disk is full. An ``OSError`` too, so that a worker can tell it from a file's own faults and try again."""

    status = 507


def examine(  # noqa: PLR0913 - keyword-only
    source: Path,
    *,
    name: str,
    into: Path,
    catalogue: Catalogue,
    kind: Kind | None = None,
    mapping: Mapping | None = None,
    today: date,
    exceptions: frozenset[str] = frozenset(),
    progress: Progress | None = None,
    keep: bool = True,
    limits: Limits | None = None,
) -> Examined:
    """Check a file of any format; write what was found, and with ``keep`` its cleaned rows, into the folder ``into``.

    Args:
        source: the file as it came; never changed.
        name: the name it was handed in under.
        into: where ``findings.parquet``, ``headers.json`` and with ``keep`` ``rows.parquet`` and ``cells.parquet`` appear when all
            is done; what is in work lies in ``into/.work`` and is removed whatever happens.
        catalogue: the rules to check by.
        kind: what it must be; without it the header tells.
        mapping: a department's own headers.
        today: the day to check as of.
        exceptions: USCCs that are lawful although a check character fails, with recorded evidence.
        progress: told how far it is.
        keep: False where only the findings are wanted.
        limits: how much is read at all.

    Raises:
        Unusable: the file cannot be read or is no template; with a code and a sentence. ``NoRoom`` where the disk is full.

    Memory is bounded whatever the file's size; what does not fit spills into ``into/.work``.
    """
    tell = progress or (lambda _stage, _done: None)
    with _work(into) as work:
        tell("reading", 0.0)
        plan = planning.plan(source, name=name, into=work, catalogue=catalogue, kind=kind, mapping=mapping, limits=limits)
        try:
            return _examine(plan, work, into, catalogue, today, exceptions, tell, keep)
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            if not plan.direct:
                raise
        tell("reading", 0.0)
        plan = planning.plan(
            source, name=name, into=work / "again", catalogue=catalogue, kind=kind, mapping=mapping, limits=limits, direct=False
        )
        return _examine(plan, work, into, catalogue, today, exceptions, tell, keep)


def _examine(
    plan: Plan, work: Path, into: Path, catalogue: Catalogue, today: date, exceptions: frozenset[str], tell: Progress, keep: bool
) -> Examined:
    results = work / "results"
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir()
    with session.connect(work) as connection:
        gathering = Gathering(connection)
        gathering.add(plan.findings)
        cleaned: Counter[str] = Counter()
        sweeps: list[Sweep] = []
        for number, layout in enumerate(plan.layouts):
            looker = Looker(layout, catalogue, today, exceptions, cleaned)
            before = sum(sweep.count() for sweep in sweeps)
            sweeps.append(
                _swept(Sweep(connection, looker, gathering, f"sheet{number}", work, before, keep), tell, number, len(plan.layouts))
            )
        find_repeats(connection, sweeps, gathering)
        tell("writing", 0.6)
        keeping.write(plan, sweeps, gathering, results, keep=keep, tell=tell)
        examined = _counted(plan, sweeps, gathering, cleaned, into)
    for file in results.iterdir():
        file.replace(into / file.name)
    tell("writing", 1.0)
    return examined


def _swept(sweep: Sweep, tell: Progress, number: int, count: int) -> Sweep:
    tell("checking", 0.05 + 0.5 * number / count)
    sweep.run()
    tell("looking", 0.05 + 0.5 * (number + 0.7) / count)
    sweep.look()
    return sweep


def _counted(plan: Plan, sweeps: list[Sweep], gathering: Gathering, cleaned: Counter[str], into: Path) -> Examined:
    about_persons = sum(sweep.count("person") for sweep in sweeps) + sum(sheet.rows or 0 for sheet in plan.persons)
    rows = sum(sweep.count() - sweep.count("header") for sweep in sweeps) + sum(sheet.rows or 0 for sheet in plan.persons)
    faulty = gathering.faulty()
    return Examined(
        kind=plan.kind.code,
        generation=plan.generation,
        rows=rows,
        good=rows - about_persons - faulty,
        faulty=faulty,
        persons=about_persons,
        fatal=gathering.fatal(),
        findings_by_rule=gathering.by_rule(),
        levels=gathering.by_level(),
        cleaned=dict(cleaned),
        folder=into,
    )


@contextmanager
def _work(into: Path) -> Iterator[Path]:
    """A folder for everything on the way, gone afterwards; a full disk is said in words."""
    work = into / ".work"
    shutil.rmtree(work, ignore_errors=True)
    try:
        work.mkdir(parents=True)
        with nameless.claimed(work):
            yield work
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as fault:
        if isinstance(fault, Unusable) or not _is_full(fault):
            raise
        raise NoRoom("DISK_FULL", _FULL) from fault
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _is_full(fault: Exception) -> bool:
    return getattr(fault, "errno", None) == errno.ENOSPC or any(
        words in str(fault) for words in ("No space left", "max_temp_directory_size")
    )


def examine_rows(
    rows: Sequence[AnyMapping[str, object]],
    *,
    catalogue: Catalogue,
    kind: Kind,
    today: date,
    mapping: Mapping | None = None,
    exceptions: frozenset[str] = frozenset(),
) -> ExaminedRows:
    """Check rows given by themselves, field code or heading -> value: a batch of one through the same code, without a file."""
    return examine_given(rows, catalogue=catalogue, kind=kind, today=today, mapping=mapping, exceptions=exceptions)
