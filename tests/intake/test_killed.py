"""A worker that is killed loses nothing and doubles nothing, whenever it happens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import Standing
from goodstanding.intake import checking, folders, sweeping
from goodstanding.intake.confirming import confirm
from goodstanding.intake.models import Submission
from goodstanding.intake.receiving import About, receive
from goodstanding.ledger.models import Entry
from goodstanding.records.models import Record, Revision
from tests.intake.rows import as_csv, found, penalty
from tests.intake.working import work, worker

pytestmark = pytest.mark.django_db(transaction=True)
Acts = Callable[[User], Standing]
DIE = "lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)"
ROWS = 30


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    settings.WORKER_STALLED_AFTER = 0


@pytest.fixture
def submission(market: Department, steward: User, standing_of: Acts) -> Submission:
    for number in range(ROWS):
        found(number)
    about = About(department=market, kind="penalty", channel="web", name="处罚.csv")
    return receive([as_csv(penalty(number) for number in range(ROWS))], about, by=standing_of(steward)).submission


def goes_on() -> None:
    """What the worker that is started next does: the sweep comes every minute, and here at once."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    app.configure_task("intake.sweep", queue="intake").defer(timestamp=0)
    work()


@pytest.mark.parametrize(
    "moment",
    [
        f"from goodstanding.intake import checking; checking.examine = {DIE}",
        f"from goodstanding.intake import comparing; comparing.look_up = {DIE}",
        f"from goodstanding.intake import folders; folders.replace = {DIE}",
        f"from goodstanding.intake import spool; spool.destroy = {DIE}",
    ],
    ids=["while reading", "while looking up", "before the files are in place", "before the spool is destroyed"],
)
def test_a_check_that_is_killed_is_done_again_from_the_spool(submission: Submission, moment: str) -> None:
    killed = worker(moment)
    assert killed.returncode == -9, killed.stderr.decode()
    goes_on()
    submission.refresh_from_db()
    assert (submission.state, submission.rows, submission.good) == ("checked", ROWS, ROWS)
    assert Entry.objects.filter(event="submission:checked").count() == 1
    sweeping.remove_strays(older_than=0)
    assert list(folders.spool(submission.id).parent.iterdir()) == []


def test_a_killed_check_leaves_nothing_to_read(market: Department, steward: User, standing_of: Acts, tmp_path: Path) -> None:
    content = as_csv(penalty(number, CF_SY="当事人李四，身份证号110101199003077475，手机13812345678") for number in range(ROWS))
    receive([content], About(department=market, kind="penalty", channel="web"), by=standing_of(steward))
    killed = worker(f"from goodstanding.intake import comparing; comparing.look_up = {DIE}")
    assert killed.returncode == -9, killed.stderr.decode()
    readable = [path for path in tmp_path.rglob("*") if path.is_file() and b"13812345678" in path.read_bytes()]
    assert readable == []


def test_what_the_readers_wrote_has_no_name(market: Department, steward: User, standing_of: Acts, tmp_path: Path) -> None:
    # In GB18030, so that the text is written anew and then as a table before it is looked at.
    content = as_csv(penalty(number, CF_SY="手机13812345678\n") for number in range(ROWS)).decode().encode("gb18030")
    receive([content], About(department=market, kind="penalty", channel="web", name="a.csv"), by=standing_of(steward))
    killed = worker(f"from goodstanding.pipeline import run; run._swept = {DIE}")
    assert killed.returncode == -9, killed.stderr.decode()
    left = [path for path in tmp_path.rglob("*.work/**/*") if not path.is_dir() and path.exists()]
    assert left == []
    goes_on()
    assert Submission.everything.get().state == "checked"
    assert not list(tmp_path.rglob("*.work"))


@pytest.mark.parametrize("chunk", [0, 1, 2])
def test_an_entering_that_is_killed_goes_on_where_it_stopped(submission: Submission, steward: User, standing_of: Acts, chunk: int) -> None:
    checking.check(submission.id)
    submission.refresh_from_db()
    confirm(submission, by=standing_of(steward))
    killed = worker(
        "from functools import partial\nfrom goodstanding.records import entering\n"
        "entering.enter = partial(entering.enter, chunk_rows=10, lanes=1)\n"
        f"enter_chunk, done = entering._enter_chunk, []\n"
        f"def until(*given):\n    if len(done) == {chunk}: os.kill(os.getpid(), signal.SIGKILL)\n    done.append(enter_chunk(*given))\n"
        "entering._enter_chunk = until"
    )
    assert killed.returncode == -9, killed.stderr.decode()
    assert Record.everything.count() == 10 * chunk
    goes_on()
    submission.refresh_from_db()
    assert (submission.state, submission.entered["new"]) == ("entered", ROWS)
    assert Record.everything.count() == Revision.objects.count() == ROWS
    assert Entry.objects.filter(event="record:entered").count() == ROWS


def test_a_command_that_died_is_taken_over_by_a_worker(market: Department, steward: User, standing_of: Acts) -> None:
    about = About(department=market, kind="penalty", channel="command", name="处罚.csv")
    left = receive([as_csv([penalty(1)])], about, by=standing_of(steward), queue=False).submission
    Submission.everything.filter(id=left.id).update(received_at="2026-01-01T00:00:00Z")
    work()
    left.refresh_from_db()
    assert left.state == "received"
    assert sweeping.start_again() == 1
    work()
    left.refresh_from_db()
    assert left.state == "checked"


def test_a_file_that_kills_every_worker_is_refused_in_the_end(submission: Submission) -> None:
    Submission.everything.filter(id=submission.id).update(tries=checking.MOST_TRIES)
    checking.check(submission.id)
    submission.refresh_from_db()
    assert (submission.state, submission.refusal["code"]) == ("refused", "CHECK_GIVEN_UP")
    assert not folders.spool(submission.id).exists()


def test_a_full_disk_during_the_check_refuses_nothing_and_the_check_goes_on_when_there_is_room(submission: Submission) -> None:
    full = worker(
        "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "from goodstanding.intake import checking\nfrom goodstanding.intake.models import Submission\n"
        "try:\n    checking.check(Submission.everything.get().id)\nexcept checking.OUR_TROUBLE:\n    os._exit(7)\n"
    )
    assert full.returncode == 7, full.stderr.decode()
    submission.refresh_from_db()
    assert (submission.state, submission.stage, submission.tries) == ("checking", "trouble", 0)
    goes_on()
    submission.refresh_from_db()
    assert submission.state == "checked"


def test_two_workers_at_once_check_once(submission: Submission) -> None:
    app.configure_task("intake.check", queue="intake").defer(submission=str(submission.id))
    work()
    assert Entry.objects.filter(event="submission:checked").count() == 1
