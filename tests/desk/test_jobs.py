"""The worker knows the jobs, runs them by itself, and what they do is done once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django import app

from goodstanding.departments.models import User
from goodstanding.desk.models import Escalation
from goodstanding.notices.models import Mail
from tests.desk.tasks import only, task
from tests.intake.working import work
from tests.journeys.test_desk_in_browser import apart

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_clock_that_ran_out_becomes_a_mail_to_the_director(
    appoint: Callable[..., User], monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    director = appoint("director", None, "dora")
    User.objects.filter(pk=director.pk).update(email="dora@example.cn")
    only(monkeypatch, task("A", str(timezone.localdate() - timedelta(days=5))))
    for name in ("desk.escalate", "desk.escalate", "notices.send"):
        app.configure_task(name).defer(timestamp=0)
        apart(work)
    assert Escalation.objects.count() == 1
    # The case that ran out; and, while a year is missing, the calendar's alarm.
    assert [one.to for one in mail.outbox] == [["dora@example.cn"]] * len(mail.outbox)
    assert sum("案件A" in str(one.body) for one in mail.outbox) == 1
    assert not Mail.objects.filter(sent_at__isnull=True).exists()


def test_they_come_round_by_themselves() -> None:
    rounds = {key[0]: task.cron for key, task in app.periodic_registry.periodic_tasks.items()}
    assert (rounds["desk.escalate"], rounds["notices.send"]) == ("*/5 * * * *", "* * * * *")
