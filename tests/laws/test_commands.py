"""The command: the register, what a halt would stop, and the halt."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from goodstanding.laws.commands import laws
from goodstanding.laws.models import Halt
from goodstanding.rules.refusals import Missing
from tests.laws.making import DOCUMENT, LAW, entries, resting

pytestmark = pytest.mark.django_db
HALT = ["halt", "law", LAW, "--kind", "repealed", "--document", DOCUMENT, "--because", "已被取代"]


def run(*words: str, typed: str = "") -> str:
    done = CliRunner().invoke(laws, words, input=typed, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_it_says_what_would_stop_and_stops_it_only_when_told() -> None:
    assert f"{LAW}\t施行中" in run("list")
    with entries() as part:
        resting(LAW, 1, 2)
        assert "将停止 2 项，涉及 2 家主体" in run(*HALT, "--dry-run")
        run(*HALT, typed="n\n")
        assert not Halt.objects.exists()
        assert "TZ" in run(*HALT, "--yes")
        assert len(part.stopped) == 2
    assert Halt.objects.get().by == "system"
    assert f"{LAW}\t已废止" in run("list")
    with pytest.raises(Missing):
        run("halt", "law", "no-such-law", *HALT[3:])
