"""The database refuses what would confuse two organisations."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from goodstanding.organisations.models import Identifier, Name
from tests.organisations.making import code, organisation, regno

pytestmark = pytest.mark.django_db


def refused(kind: str, value: str, *, of: int = 2, **dates: date | str) -> bool:
    body = organisation(of, "临澜市乙有限公司")
    try:
        with transaction.atomic():
            Identifier.objects.create(organisation=body, kind=kind, value=value, source="test", **dates)
    except IntegrityError:
        return True
    return False


def test_one_live_unified_code_per_body() -> None:
    assert refused("uscc", code(3))


def test_one_body_per_identifier_at_a_time() -> None:
    organisation(1, "临澜市甲有限公司", regno=regno(1))
    assert refused("regno", regno(1))


def test_one_after_the_other_is_lawful() -> None:
    first = organisation(1, "临澜市甲有限公司")
    Identifier.objects.create(organisation=first, kind="regno", value=regno(1), valid_until=date(2016, 1, 1), source="test")
    assert not refused("regno", regno(1), valid_from=date(2016, 1, 1))


def test_a_marked_issue_may_overlap() -> None:
    organisation(1, "临澜市甲有限公司", regno=regno(1))
    assert not refused("regno", regno(1), issue="DUP_BODY")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("uscc", "0" * 17 + "X"), ("uscc", "1" * 18), ("orgcode", "000000000"), ("regno", "0" * 15), ("taxno", "110101198001011239"),
        ("taxno", "33032718000101000201"), ("uscc", "12345"), ("uscc", code(9).lower()), ("passport", "E12345678"),
    ],
)  # fmt: skip
def test_placeholders_persons_numbers_and_wrong_shapes_are_never_stored(kind: str, value: str) -> None:
    assert refused(kind, value)


def test_one_present_name_per_body() -> None:
    body = organisation(1, "临澜市甲有限公司")
    with pytest.raises(IntegrityError), transaction.atomic():
        Name.objects.create(organisation=body, name="乙", normal_name="乙", source="test")
