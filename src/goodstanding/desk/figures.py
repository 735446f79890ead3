"""What ``/metrics`` says of clocks and mails: asked of the database when somebody scrapes, so that every process says the same."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from goodstanding.clocks.alarm import missing
from goodstanding.clocks.calendar import calendar
from goodstanding.clocks.tasks import waiting
from goodstanding.departments.standing import SYSTEM
from goodstanding.desk import listing
from goodstanding.notices.models import Mail


class Deadlines(Collector):
    """Open work by when it is due, years without a calendar, mails that wait or were given up."""

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked of the database where it is only registered."""
        return []

    def collect(self) -> Iterable[Metric]:
        today = timezone.localdate()
        open_work = GaugeMetricFamily("goodstanding_open_work", "Open work by when it is due", labels=["due"])
        for name, number in listing.counts(listing.rows(waiting(SYSTEM), today)).items():
            open_work.add_metric([name], number)
        yield open_work
        years = len(missing(calendar(), today))
        yield GaugeMetricFamily("goodstanding_years_without_calendar", "Years within reach that have no working-day calendar", years)
        mails = GaugeMetricFamily("goodstanding_mails", "Mails by what has become of them", labels=["state"])
        unsent = Mail.objects.filter(sent_at__isnull=True)
        mails.add_metric(["waiting"], unsent.filter(given_up_at__isnull=True).count())
        mails.add_metric(["given_up"], unsent.filter(given_up_at__isnull=False).count())
        yield mails


COLLECTORS = (Deadlines(),)
"""What ``departments.metrics`` registers."""
