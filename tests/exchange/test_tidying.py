"""Messages are kept while anything about them is open, and go when their time is over; nothing else takes them away."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
import pytest
from django.db import transaction
from django.db.utils import IntegrityError, InternalError, ProgrammingError
from django.utils import timezone

from goodstanding.exchange import acknowledging, tidying
from goodstanding.exchange.models import Delivery, Filter, Holding, Topic
from tests.exchange.making import gathered, published, subscribed
from tests.exchange.test_http import taken_off
from tests.measures import making
from tests.measures.making import Office

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_acknowledged_long_ago_goes_and_nothing_that_is_open(office: Office) -> None:
    subscribed(office)
    over, still, counts = (published(making.body(n), office.department) for n in (1, 2, 3))
    gathered()
    taken_off(over)
    taken_off(still)
    gathered()
    acknowledging.acknowledge(Delivery.objects.get(action="ended", holding__subject_id=over.pk), by=office.steward)
    assert tidying.tidy() == 0
    long_ago = timezone.now() - timedelta(days=37 * 31)
    with pgtrigger.ignore():
        Delivery.objects.update(at=long_ago)
        Delivery.objects.filter(acknowledged_at__isnull=False).update(acknowledged_at=long_ago)
    assert tidying.tidy() == 2
    assert set(Delivery.objects.values_list("holding__subject_id", flat=True)) == {still.pk, counts.pk}
    assert Holding.objects.count() == 3
    assert Filter.objects.count() == 0


def test_the_database_refuses_what_no_screen_offers(office: Office) -> None:
    to = subscribed(office)
    published(making.body(), office.department)
    gathered()
    one = Delivery.objects.get()
    now = timezone.now()
    refused = (IntegrityError, InternalError, ProgrammingError)
    for forbidden in (
        lambda: Delivery.objects.all().delete(), lambda: Holding.objects.all().delete(), to.delete,
        lambda: Delivery.objects.update(acknowledged_at=now, acknowledged_by="x"), lambda: Delivery.objects.update(ground="wrong"),
        lambda: Holding.objects.update(number="x"), lambda: Topic.objects.create(subscription=to, target="list", code="tax_a_level"),
        lambda: Topic.objects.create(subscription=to, target="list", code="scrutiny"),
        lambda: Topic.objects.create(subscription=to, target="measure", code=making.ON_LIST),
        lambda: Delivery.objects.create(
            subscription=to, department=office.department, holding=one.holding, position=1, action="ended"
        ),
    ):  # fmt: skip
        with pytest.raises(Exception) as caught, transaction.atomic():  # noqa: PT011 - of which kind is asked below
            forbidden()
        assert isinstance(caught.value, refused) or type(caught.value).__name__ == "ProtectedError"
    assert Delivery.objects.get().acknowledged_at is None
