"""A department that has subscribed, entries and measures that begin and end, a receiver that listens, and time that passes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM
from goodstanding.exchange import gathering, subscribing
from goodstanding.exchange.models import Delivery, Subscription
from goodstanding.exchange.subscribing import Wanted
from goodstanding.lists import publishing
from goodstanding.lists.models import Listing
from goodstanding.organisations.models import Organisation
from tests.measures import making
from tests.measures.making import BLACK, Office
from tests.publiclog.making import settle

LIST = ("list", BLACK)
MEASURE = ("measure", making.ON_LIST)


def gathered() -> int:
    """Everything that has happened is a message now; whoever tests beside us may keep the ledger open for a moment."""
    settle()
    return gathering.gather()


def published(whom: Organisation, department: Department, kind: str = BLACK, **changed: object) -> Listing:
    """Anybody can see it."""
    entry = making.listed(whom, department, kind, **changed)
    office = Department.objects.get(pk=department.pk)
    publishing.publish(entry, "与行为的性质和危害相当。", by=head(office))
    entry.refresh_from_db()
    return entry


def head(department: Department) -> Any:
    """Whoever decides there."""
    from goodstanding.departments.standing import from_appointment  # noqa: PLC0415 - models are there only now

    held = department.appointments.filter(role="head").select_related("user", "department").first()
    return from_appointment(held) if held else SYSTEM


def subscribed(
    where: Office, *topics: tuple[str, str], url: str = "", name: str = "行政审批系统", districts: tuple[str, ...] = ()
) -> Subscription:
    """A system that polls, or one at that address."""
    wanted = Wanted(name=name, way="webhook" if url else "poll", url=url, topics=topics or (LIST,), districts=districts)
    return subscribing.subscribe(wanted, where.department, by=where.steward)


def told(to: Subscription | None = None) -> list[tuple[str, str]]:
    """What and why, in order."""
    found = Delivery.objects.order_by("pk")
    return list((found.filter(subscription=to) if to else found).values_list("action", "ground"))


def hours_pass(hours: float) -> None:
    """Whatever was to be tried within that time is due now; what was done lies so far back."""
    span = timedelta(hours=hours)
    for one in Delivery.objects.filter(next_try_at__isnull=False):
        first = one.first_tried_at - span if one.first_tried_at else None
        Delivery.objects.filter(pk=one.pk).update(next_try_at=one.next_try_at - span if one.next_try_at else None, first_tried_at=first)
    for to in Subscription.objects.all():
        rests = to.rests_until - span if to.rests_until else None
        success = to.last_success_at - span if to.last_success_at else None
        Subscription.objects.filter(pk=to.pk).update(rests_until=rests, last_success_at=success)


def until_due() -> None:
    """The next attempt is due now, whenever it was to be."""
    waits = [
        one - timezone.now() for one in Delivery.objects.filter(next_try_at__isnull=False).values_list("next_try_at", flat=True) if one
    ]
    waits += [to.rests_until - timezone.now() for to in Subscription.objects.filter(rests_until__isnull=False) if to.rests_until]
    hours_pass(max([one.total_seconds() for one in waits] + [0]) / 3600 + 0.001)


@dataclass
class Receiver:
    """A department's office system: what came, and what it answers."""

    status: int = 204
    answer: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    over: Event = field(default_factory=Event)
    url: str = ""

    @property
    def events(self) -> list[dict[str, Any]]:
        """The bodies, read."""
        return [json.loads(body) for _, body in self.came]


@contextmanager
def listening() -> Iterator[Receiver]:
    """A real HTTP server on this machine."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if receiver.hangs:
                receiver.over.wait(30)
                return
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if receiver.answer:
                self.wfile.write(receiver.answer)

        def log_message(self, *said: object) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_port}/credit?office=1"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
