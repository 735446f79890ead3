"""What is written down about the shape of the code holds."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "goodstanding"
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def python_files() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def functions(path: Path) -> Iterator[FUNCTIONS]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, FUNCTIONS):
            yield node


def layers() -> list[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    stacked = next(c["layers"] for c in contracts if c["type"] == "layers")
    return [folder for layer in stacked for folder in layer.split(" | ")]  # neighbours stand on one line, and do not know each other


def test_no_foreign_key_points_up() -> None:
    height = {name.removeprefix("goodstanding."): -i for i, name in enumerate(layers())}
    ours = [m for m in apps.get_models() if m.__module__.startswith("goodstanding.")]
    up = [
        f"{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and field.related_model in ours
        and height[field.related_model._meta.app_label] > height[model._meta.app_label]
    ]
    assert ours
    assert up == []


def test_every_folder_has_its_place_in_the_stack() -> None:
    folders = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    assert folders <= set(layers())


def test_what_may_be_public_has_no_objects_manager() -> None:
    record = apps.get_model("records", "Record")
    assert not hasattr(record, "objects")
    assert hasattr(record, "public")
    assert record._default_manager.name == "everything"


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_files_and_functions_stay_small(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 500
    assert [f.name for f in functions(path) if (f.end_lineno or f.lineno) - f.lineno >= 60] == []


@pytest.mark.parametrize(
    "path", [p for p in python_files() if p.parts[-2] in {"rules", "pipeline", "read", "report"}], ids=lambda path: path.name
)
def test_public_functions_of_rules_and_pipeline_say_what_they_do(path: Path) -> None:
    public = [
        node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, FUNCTIONS) and not node.name.startswith("_")
    ]
    assert [f.name for f in public if not ast.get_docstring(f)] == []
