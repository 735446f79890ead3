"""What ``/metrics`` can say of clocks and mails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest

from goodstanding.departments.models import User
from goodstanding.desk.figures import COLLECTORS
from goodstanding.notices.models import Mail
from goodstanding.notices.telling import tell
from tests.desk.tasks import only, task

pytestmark = pytest.mark.django_db


def test_open_work_unknown_deadlines_missing_years_and_mails_are_counted(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    late = str(timezone.localdate() - timedelta(days=9))
    only(monkeypatch, task("A", late), task("B", known=False), task("C", known=False), task("D"))
    User.objects.filter(pk=clerk.pk).update(email="bob@example.cn")
    for _ in range(3):
        tell([clerk.pk], "desk.alarm.notice", year="2027", n=1)
    Mail.objects.filter(pk=Mail.objects.earliest("id").pk).update(given_up_at=timezone.now())
    registry = CollectorRegistry()
    for collector in COLLECTORS:
        registry.register(collector)
    said = generate_latest(registry).decode()
    for line in (
        'goodstanding_open_work{due="overdue"} 1.0', 'goodstanding_open_work{due="unknown"} 2.0', 'goodstanding_open_work{due="none"} 1.0',
        'goodstanding_mails{state="waiting"} 2.0', 'goodstanding_mails{state="given_up"} 1.0',
    ):  # fmt: skip
        assert line in said, said
    assert "goodstanding_years_without_calendar" in said
