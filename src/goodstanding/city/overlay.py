"""Writes the city's own catalogue folder and the mappings of departments that keep their own tables."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from goodstanding.city.registering import HEADER
from goodstanding.city.words import table
from goodstanding.rules import loading
from goodstanding.rules.catalogue import Catalogue

REGISTER_FIELDS = (
    "uscc",
    "name",
    "former",
    "orgcode",
    "regno",
    "taxno",
    "institution",
    "social",
    "district",
    "",
    "status",
    "since",
    "closed_on",
)
"""What the columns of ``register.csv`` are, in the words of the register."""


def write_catalogue(directory: Path) -> Path:
    """The example city's overlay, with the columns for class and procedure; its folder."""
    return Path(shutil.copytree(loading.EXAMPLE_CITY, directory / "catalogue", dirs_exist_ok=True))


def write_mappings(directory: Path, catalogue: Catalogue) -> None:
    """``mappings/*.toml``: headers to fields, for the register and for each kind."""
    folder = directory / "mappings"
    folder.mkdir(exist_ok=True)
    _write(folder / "register.toml", "register", dict(zip(HEADER, REGISTER_FIELDS, strict=True)))
    for code, kind in catalogue.kinds.items():
        _write(folder / f"{code}_own.toml", code, {header: kind.field(role) for role, header in table("headers")[code].items()})


def _write(path: Path, kind: str, columns: dict[str, str]) -> None:
    lines = [f"{json.dumps(header, ensure_ascii=False)} = {json.dumps(field)}" for header, field in columns.items()]
    path.write_text("\n".join([f'kind = "{kind}"', f'name = "{path.stem}"', "", "[columns]", *lines, ""]), encoding="utf-8", newline="\n")
