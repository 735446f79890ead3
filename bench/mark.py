"""From the acceptance of an objection to the mark on every surface, with a million records: what an organisation waits for.

Each round accepts one objection (mark, clocks, notices, ledger: one durable transaction) and then asks the record's page, its JSON answer,
the organisation's page, the newest list and the feed, through the whole of Django; it ends when all of them say that it is disputed.
"""

from __future__ import annotations

import random
import re
import time
from uuid import uuid4

from bench import million
from bench.figures import Figure, at_most

ROUNDS = 300
LISTS = ("/penalties", "/penalties/feed", "/api/v1/public/records?kind=penalty")
SIGN = re.compile('异议处理中|"disputed":true')


def run() -> list[Figure]:
    """``mark.p99_s``."""
    with million.register():
        took = sorted(_rounds())
    p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
    return [
        at_most("mark.p99_s", p99, 1, f"accepted until page, answer, list and feed say so; {million.RECORDS:,} records; p50 {p50:.3f} s")
    ]


def _rounds() -> list[float]:
    from django.test import Client  # noqa: PLC0415 - Django is set up by now

    from goodstanding.departments.models import Appointment, User  # noqa: PLC0415
    from goodstanding.departments.standing import from_appointment  # noqa: PLC0415
    from goodstanding.ledger.standing import Standing  # noqa: PLC0415
    from goodstanding.objections.accepting import accept  # noqa: PLC0415
    from goodstanding.objections.filing import Filing, file  # noqa: PLC0415
    from goodstanding.records.models import Record  # noqa: PLC0415

    user = User.objects.create_user("clerk", "x")
    clerk = from_appointment(Appointment.objects.create(user=user, role="clerk", starts_on="2020-01-01"))
    chance, client, took = random.Random(7), Client(headers={"host": "localhost"}), []
    newest = list(Record.public.order_by("-shown_from", "-public_id").values_list("pk", flat=True)[:20])
    for n in range(ROUNDS):
        # Every other one stands on the first page of the list and in the feed; the others are anywhere.
        key = newest[n // 2 % len(newest)] if n % 2 else f"01a20000-0000-7000-8000-{chance.randrange(1, million.RECORDS + 1):012x}"
        record = (
            Record.public.select_related("organisation").filter(pk=key).exclude(marks__lifted_at__isnull=True, marks__isnull=False).first()
        )
        if record is None:
            continue
        by = Standing(label="representative", role="representative", user_id=user.pk, organisation_id=record.organisation_id)
        filed = file(
            Filing(organisation=record.organisation, token=uuid4(), ground="wrong", words="金额不符", records={record.pk: {}}), by=by
        )
        listed = record.pk in newest
        started = time.perf_counter()
        accept(filed, by=clerk)
        own = (f"/records/{record.pk}", f"/api/v1/public/records/{record.pk}", f"/organisations/{record.organisation.uscc}")
        silent = [address for address in (*own, *(LISTS if listed else ())) if not SIGN.search(client.get(address).content.decode())]
        took.append(time.perf_counter() - started)
        if silent:
            raise RuntimeError(f"not marked: {silent}")
    return took
