"""Delivery and example cases of the synthetic city: an office system that asks what is new, and one case written up and published."""

from __future__ import annotations

from contextlib import suppress

from goodstanding.departments.models import Department, User
from goodstanding.departments.standing import Standing, of_user
from goodstanding.efficacy import drafting, handing_on
from goodstanding.efficacy.models import Example
from goodstanding.exchange import field, subscribing
from goodstanding.exchange.models import Subscription
from goodstanding.lists.models import Listing
from goodstanding.rules.refusals import Refused
from goodstanding.running.demo_lists import RED


def fill(department: Department) -> None:
    """Whatever is still missing. ``department``: whose steward, head and office system there are."""
    steward, head, director = (of_user(User.objects.get(username=name)) for name in ("steward", "head", "director"))
    # A demo without one of these is still a demo; the rules decide.
    with suppress(Refused):
        _office_system(department, steward)
    with suppress(Refused):
        _example(steward, head, director)


def _office_system(department: Department, steward: Standing) -> None:
    """It asks by itself: nothing in a demo can be called."""
    if Subscription.objects.exists():
        return
    wanted = subscribing.Wanted(name="行政审批系统", way="poll", topics=tuple(sorted(field.of(department.pk))))
    subscribing.subscribe(wanted, department, by=steward)


def _example(steward: Standing, head: Standing, director: Standing) -> None:
    """Written by one, approved by another, published by a third."""
    entry = Listing.everything.filter(kind=RED, state="published").order_by("pk").first()
    if entry is None or Example.objects.exists():
        return
    made = drafting.draft(entry, by=steward)
    handing_on.submit(made, by=steward)
    handing_on.approve(made, "事实清楚，不含个人信息。", by=head)
    handing_on.publish(made, "同意公布。", by=director)
