"""Peers that cannot live beside our own packages get a virtual environment of their own, made once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PLACE = Path(__file__).parent / ".venvs"


def environment(name: str, packages: list[str]) -> Path:
    """The Python of the environment ``name``, with these packages."""
    folder, wanted = PLACE / name, "\n".join(packages)
    made = folder / "made"
    if not made.exists() or made.read_text(encoding="utf-8") != wanted:
        print(f"  installing {', '.join(packages)}", flush=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", *packages], check=True)
        made.write_text(wanted, encoding="utf-8")
    return folder / "bin" / "python"
