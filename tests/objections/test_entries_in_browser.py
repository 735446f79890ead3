"""The pages of an objection to a list entry in a real browser: accessible and as narrow as a phone, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from goodstanding.objections.models import Draft
from tests.browser import DESK
from tests.journeys.test_desk_in_browser import sign_in
from tests.journeys.test_one_objection_in_browser import looked, signed
from tests.lists.making import Office, competent
from tests.objections.making import Town
from tests.objections.test_entries import forwarded

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_that_shows_an_entry_is_accessible_and_narrow(browser: Browser, live_server: Any, town: Town) -> None:
    competent(town.department)
    office = Office(town.department, town.steward, town.head)
    entry, free = office.published(town.organisation), office.published(town.organisation, "safety_serious")
    case, asked = forwarded(town, entry)
    draft = Draft.objects.create(
        organisation=town.organisation, user_id=town.alice.user_id or 0, listings=[free.pk], ground="list_conditions", words="有误"
    )
    ours, desk = f"/ours/{town.organisation.uscc}", f"/desk/objections/{case.pk}"
    wrong: dict[str, list[str]] = {}
    for who, pages in {
        "alice": [
            f"{ours}/lists/{free.pk}", f"{ours}/objections/new?listing={free.pk}",
            f"{ours}/objections/drafts/{draft.pk}/check", f"{ours}/objections/{case.pk}",
        ],
        "clerk": [f"{desk}/compare", f"{desk}/decide"],
        "steward": [f"/desk/inquiries/{asked.pk}"],
    }.items():  # fmt: skip
        context = browser.new_context(base_url=live_server.url, viewport=DESK, locale="zh-CN")
        sign_in(context, signed(town.users[who]), live_server.url)
        page = context.new_page()
        for address in pages:
            for language in ("", "/en"):
                wrong[f"{language}{address}"] = looked(page, f"{language}{address}", "new")
        context.close()
    assert {name: found for name, found in wrong.items() if found} == {}
