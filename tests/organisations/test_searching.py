"""Search finds what a full scan finds, page by page, and says why."""

from __future__ import annotations

from datetime import date
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from goodstanding.organisations.models import Identifier, Name, Organisation
from goodstanding.organisations.searching import Hit, counting, scanning, search
from goodstanding.rules import names
from goodstanding.rules.refusals import Refused
from goodstanding.ui.paging import BadCursor
from tests.organisations.making import code, organisation, regno

pytestmark = pytest.mark.django_db
LETTERS = "临澜科技AB1（)%_\\贸"


def everything(text: str, limit: int = 3) -> list[Hit]:
    """All pages."""
    hits, cursor = [], ""
    while True:
        page = search(text, limit=limit, cursor=cursor)
        assert len(page.items) <= limit
        hits += page.items
        if not page.next:
            return hits
        cursor = page.next


class TestComplete(TestCase):  # type: ignore[misc]
    """Against a scan in Python, over names of few letters so that fragments meet."""

    @settings(max_examples=40, deadline=None)
    @given(
        known=st.lists(st.lists(st.text(LETTERS, min_size=2, max_size=6), min_size=1, max_size=3), min_size=1, max_size=8),
        fragment=st.text(LETTERS, min_size=2, max_size=6),
    )
    def test_a_fragment_of_a_name_finds_what_a_scan_finds(self, known: list[list[str]], fragment: str) -> None:
        Name.objects.all().delete()
        wanted = set()
        for number, (present, *former) in enumerate(known, 1):
            body, _ = Organisation.objects.get_or_create(
                uscc=code(number), defaults={"name": present, "normal_name": names.normal(present), "source": "test"}
            )
            for place, name in enumerate((present, *former)):
                until = date(2000 + place, 1, 1) if place else None
                Name.objects.create(organisation=body, name=name, normal_name=names.normal(name), valid_until=until, source="test")
            if any(names.normal(fragment) in names.normal(name) for name in (present, *former)):
                wanted.add(body.pk)
        # Looked up in the index, and walked as what is common is: the same set.
        for walk in (scanning.Common(names=False, codes=False), scanning.Common(names=True, codes=True)):
            with mock.patch.object(scanning, "common", return_value=walk):
                found = [hit.organisation_id for hit in everything(fragment) if "name" in hit.found_by]
                assert counting.count(fragment).total >= len(found)
            assert len(found) == len(set(found))
            assert set(found) == wanted


@pytest.mark.parametrize("walk", [False, True])
@pytest.mark.parametrize("length", [4, 5, 9, 17])
def test_every_fragment_of_a_code_finds_it(length: int, walk: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "common", lambda *_: scanning.Common(names=walk, codes=walk))
    bodies = [organisation(n, f"临澜市{n}号有限公司") for n in (1, 23, 4567)]
    for start in range(18 - length + 1):
        fragment = code(4567)[start : start + length]
        wanted = {body.pk for body in bodies if fragment in (body.uscc or "")}
        assert {hit.organisation_id for hit in everything(fragment)} == wanted


def test_a_whole_code_comes_first_and_says_so() -> None:
    body = organisation(1, "临澜市甲有限公司", regno=regno(1))
    for text in (code(1), code(1).lower(), f" {code(1)[:8]} {code(1)[8:]} ", regno(1)):
        (hit,) = everything(text)
        assert (hit.organisation_id, hit.found_by, hit.name, hit.uscc) == (body.pk, "code", "临澜市甲有限公司", code(1))


def test_former_names_and_codes_find_todays_organisation() -> None:
    body = organisation(1, "临澜市新名有限公司")
    Name.objects.create(organisation=body, name="临澜市旧名厂", normal_name="临澜市旧名厂", valid_until=date(2020, 1, 1), source="test")
    Identifier.objects.create(organisation=body, kind="regno", value=regno(1), valid_until=date(2016, 1, 1), source="test")
    assert [(hit.name, hit.found_by, hit.matched) for hit in everything("旧名")] == [("临澜市新名有限公司", "former_name", "临澜市旧名厂")]
    assert [(hit.name, hit.found_by) for hit in everything(regno(1))] == [("临澜市新名有限公司", "former_code")]


def test_names_that_begin_with_it_come_before_those_that_have_it_inside() -> None:
    for n, name in enumerate(("甲乙科技", "科技甲", "科技", "丙科技丁"), 1):
        organisation(n, name)
    assert [hit.name for hit in everything("科技")] == ["科技", "科技甲", "甲乙科技", "丙科技丁"]


@pytest.mark.parametrize("text", ["", "甲", "A1", " 1 ", "%", "()"])
def test_too_short_a_text_is_refused(text: str) -> None:
    if len(names.normal(text)) < 2:
        with pytest.raises(Refused, match="SEARCH_TOO_SHORT"):
            search(text)
    else:
        assert search(text).items == []


@pytest.mark.parametrize("cursor", ["x", "W10", "WzksIjEiXQ", "WzAsIngiXQ"])
def test_a_cursor_that_is_none_of_ours_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        search("科技有限公司", cursor=cursor)
