"""Whatever happens, whenever somebody looks and whenever a process dies: each receiver ends up knowing how things stand."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, connection
from django.utils import timezone

from goodstanding.departments.standing import SYSTEM
from goodstanding.exchange import gathering, subjects
from goodstanding.exchange.models import Delivery, Holding
from goodstanding.laws import halting, lifting
from goodstanding.laws.models import Halt
from goodstanding.lists import disputing, ending, publishing
from goodstanding.lists.models import Dispute, Listing
from goodstanding.rules.refusals import Refused
from tests.exchange.making import LIST, gathered, published, subscribed
from tests.measures import making
from tests.measures.making import Office

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = 30
GATHER = """
import django
django.setup()
from goodstanding.exchange import gathering
gathering.gather(batch=2)
"""


def deeds(office: Office, chance: random.Random) -> list[Callable[[], object]]:
    """What anybody may do at any moment; most of it is refused most of the time."""

    def some() -> Listing:
        found: Listing = chance.choice(list(Listing.everything.order_by("number")))
        return found

    def suspend() -> None:
        said = halting.Said(
            target="law", code="market-44", kind="suspended", document="国令第1号", words="暂停", since=timezone.localdate()
        )  # fmt: skip
        halting.halt(said, by=SYSTEM)

    def silence() -> None:
        one = some()
        case = Dispute.objects.filter(listing=one, lifted_at__isnull=True).values_list("case", flat=True).first() or uuid4()
        disputing.dispute(one, case=case, number="YY2026-000001", by=SYSTEM)
        disputing.silent_from(case, chance.choice([timezone.localdate(), None]), by=SYSTEM)

    def lift() -> None:
        open_one = Dispute.objects.filter(lifted_at__isnull=True).order_by("?").first()
        if open_one is not None:
            disputing.lift(open_one.case, by=SYSTEM)

    return [
        lambda: published(making.body(chance.randrange(1, 9)), office.department),
        lambda: publishing.withhold(some(), "不宜公布", by=office.head), lambda: publishing.publish(some(), "应当公布", by=office.head),
        lambda: ending.end(some(), because="wrong", words="列入错误", by=office.head), silence, lift, suspend,
        lambda: lifting.lift(Halt.objects.filter(lifted_on__isnull=True)[0], "恢复", by=SYSTEM), gathered, gathered,
    ]  # fmt: skip


def in_order() -> None:
    """Of each thing: an addition first, changes between, an end, and perhaps an addition again; numbered without a gap."""
    for held in Holding.objects.prefetch_related("deliveries"):
        told = list(held.deliveries.order_by("pk").values_list("position", "action"))
        assert [position for position, _ in told] == list(range(1, len(told) + 1))
        counts = False
        for _, action in told:
            assert (action == "added") is not counts or (action == "changed" and counts), told
            counts = action != "ended"
        assert counts is (held.state != "out")


def as_things_stand() -> None:
    """What each receiver was told last is how it is; what is in force is held by everybody subscribed."""
    truth = subjects.find([(subjects.LISTING, pk) for pk in Listing.everything.values_list("pk", flat=True)], timezone.localdate())
    for held in Holding.objects.all():
        now = truth[held.subject, held.subject_id].state
        assert held.state == ("out" if now == "never" else now), held
    in_force = {pk for (_, pk), one in truth.items() if one.state == "in"}
    for to in set(Holding.objects.values_list("subscription", flat=True)):
        assert in_force <= set(Holding.objects.filter(subscription=to, state="in").values_list("subject_id", flat=True))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens(office: Office, other: Office, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    subscribed(office)
    subscribed(other, LIST)
    published(making.body(1), office.department)
    gathered()
    whole = gathering.settle

    def dies(*args: object) -> int:
        n = whole(*args)  # type: ignore[arg-type]
        if chance.random() < 0.3:
            raise InterruptedError
        return n

    monkeypatch.setattr(gathering, "settle", dies)
    possible = deeds(office, chance)
    for _ in range(STEPS):
        try:
            chance.choice(possible)()
        except (Refused, InterruptedError, IndexError, IntegrityError):  # the locks refuse too
            continue
    monkeypatch.undo()
    monkeypatch.setenv("DELIVERY_NETWORKS", "127.0.0.0/8")
    gathered()
    in_order()
    as_things_stand()
    assert gathered() == 0
    assert Delivery.objects.exists()


def test_killed_in_the_middle_nothing_is_lost_and_nothing_doubled(office: Office, tmp_path: Path) -> None:
    to = subscribed(office)
    gathered()
    entries = [published(making.body(n), office.department) for n in range(1, 9)]
    process = started(tmp_path)
    before = Delivery.objects.count()
    until = time.monotonic() + 20
    while Delivery.objects.count() == before and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    gathered()
    told = list(Delivery.objects.filter(subscription=to).values_list("holding__subject_id", flat=True))
    assert sorted(told) == sorted(UUID(str(one.pk)) for one in entries)
    in_order()


def started(data_dir: Path) -> subprocess.Popen[bytes]:
    """A worker of its own."""
    database = django_settings.DATABASES["default"]
    host = database["HOST"] or "localhost"
    url = f"postgresql://{database['USER']}:{database['PASSWORD']}@/{connection.settings_dict['NAME']}?host={host}&port={database['PORT']}"
    source = Path(gathering.__file__).parents[2]
    environment = {
        **os.environ, "DATABASE_URL": url, "DATA_DIR": str(data_dir), "FIELD_KEY": django_settings.FIELD_KEY,
        "PYTHONPATH": os.pathsep.join([str(source), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
    }  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", GATHER], env=environment)
