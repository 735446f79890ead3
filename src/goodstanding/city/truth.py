"""``truth.csv``: every planted fault and the finding it must bring; ``files.csv``: every file and how many rows it holds."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from goodstanding.city.faults.planting import Fault, Scene
from goodstanding.city.faults.table import FAULTS
from goodstanding.city.layouts import Column

COLUMNS = ("file", "sheet", "line", "field", "fault", "rule", "stage", "original", "planted")
_SHOWN = 200


class Place(NamedTuple):
    """Where something was planted: file (with its folder), sheet, and line as a spreadsheet shows it."""

    file: str
    sheet: str
    line: int


@dataclass(slots=True)
class Truth:
    """Plants faults and writes them down. The next class is always the one that was planted longest ago, so that none is left out."""

    out: csv.DictWriter[str]
    planted: int = 0
    queue: list[Fault] = field(default_factory=lambda: list(FAULTS))

    def plant(self, scene: Scene, kind: str, columns: dict[str, Column]) -> tuple[Fault, str] | None:
        """Spoil the scene's row; the fault and the right text, or None where nothing fits. ``columns`` are the file's, by role."""
        for fault in self.queue:
            if kind not in fault.kinds or any(role not in columns for role in (fault.role, fault.at or fault.role, *fault.needs)):
                continue
            right = scene.row.get(fault.role, "")
            planted = fault.spoil(right, scene)
            if planted is None:
                continue
            scene.row[fault.role] = planted
            self.queue.remove(fault)
            self.queue.append(fault)
            return fault, right
        return None

    def write(self, place: Place, fault: Fault, columns: dict[str, Column], right: str = "", planted: str = "") -> None:
        """One line for each finding the fault must bring. What is personal is never written down."""
        self.planted += 1
        for role, rule in ((fault.at or fault.role, fault.rule), *fault.also):
            self.out.writerow(
                {
                    **place._asdict(),
                    "field": columns[role].field if role in columns else "",
                    "fault": fault.name,
                    "rule": rule,
                    "stage": fault.stage,
                    "original": "" if fault.personal else right[:_SHOWN],
                    "planted": "" if fault.personal else planted[:_SHOWN],
                }
            )


@contextmanager
def opened(path: Path) -> Iterator[Truth]:
    """The truth, to be written while the files are."""
    with path.open("w", encoding="utf-8", newline="", buffering=1 << 20) as file:
        out = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
        out.writeheader()
        yield Truth(out)
