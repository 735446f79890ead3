"""Is Chromium there? Said loudly before the tests; with REQUIRE_BROWSER=1 its absence is an error."""

from __future__ import annotations

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def chromium() -> str | None:
    """The browser's program: CHROMIUM, or the first that is on the PATH."""
    named = os.environ.get("CHROMIUM")
    return named if named and shutil.which(named) else next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """0 where it was found or is not demanded."""
    found = chromium()
    if found:
        sys.stdout.write(f"browser tests run with {found}\n")
        return 0
    sys.stdout.write(
        "\n" + "!" * 78 + "\n!!  BROWSER TESTS ARE NOT RUN: no Chromium was found.\n!!  未找到 Chromium，浏览器测试不会运行。\n"
    )
    sys.stdout.write("!!  Debian: apt-get install chromium fonts-noto-cjk; or set CHROMIUM=/path/to/chromium\n" + "!" * 78 + "\n\n")
    sys.stdout.flush()
    return 1 if os.environ.get("REQUIRE_BROWSER") == "1" else 0


if __name__ == "__main__":
    sys.exit(main())
