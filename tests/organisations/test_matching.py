"""A row belongs to an organisation when code and name say so together; otherwise a person decides."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from goodstanding.organisations.models import Identifier, Name
from tests.organisations.making import code, matched, organisation, orgcode, regno, taxno

pytestmark = pytest.mark.django_db


def test_the_code_and_the_present_name_match() -> None:
    body = organisation(1, "临澜市甲乙（集团）有限公司")
    assert matched(uscc=code(1), name="临澜市甲乙 (集团) 有限公司")[:3] == (body.pk, "uscc", "")


def test_a_code_of_another_body_is_never_matched() -> None:
    body = organisation(1, "临澜市甲有限公司")
    organisation(2, "临澜市乙有限公司")
    assert matched(uscc=code(1), name="临澜市乙有限公司") == (None, "uscc", "NAME_MISMATCH", body.pk)


@pytest.mark.parametrize(
    ("decided_on", "agrees"),
    [
        (date(2009, 12, 31), False),
        (date(2010, 1, 1), True),
        (date(2019, 12, 31), True),
        (date(2020, 3, 30), True),
        (date(2020, 3, 31), False),
        (date(2026, 5, 1), False),
        (None, True),
    ],
)
def test_a_former_name_agrees_with_decisions_of_its_own_time_and_for_ninety_days_more(decided_on: date | None, agrees: bool) -> None:
    body = organisation(1, "临澜市新名有限公司")
    Name.objects.create(
        organisation=body, name="临澜市旧名有限公司", normal_name="临澜市旧名有限公司", valid_from=date(2010, 1, 1),
        valid_until=date(2020, 1, 1), source="test",
    )  # fmt: skip
    found = matched(uscc=code(1), name="临澜市旧名有限公司", decided_on=decided_on)
    assert found == ((body.pk, "uscc", "", body.pk) if agrees else (None, "uscc", "NAME_MISMATCH", body.pk))
    assert matched(uscc=code(1), name="临澜市新名有限公司", decided_on=decided_on)[0] == body.pk  # the present name is written for all


def test_a_name_no_longer_believed_does_not_agree() -> None:
    body = organisation(1, "临澜市新名有限公司")
    Name.objects.create(
        organisation=body, name="误录", normal_name="误录", valid_until=date(2020, 1, 1), known_until="2021-01-01T00:00:00Z", source="test"
    )
    assert matched(uscc=code(1), name="误录")[2] == "NAME_MISMATCH"


def test_a_name_alone_never_matches() -> None:
    organisation(1, "临澜市甲有限公司")
    assert matched(name="临澜市甲有限公司") == (None, "", "NAME_ONLY", None)


def test_a_valid_code_nobody_has_is_unknown() -> None:
    organisation(1, "临澜市甲有限公司")
    assert matched(uscc=code(9), name="临澜市甲有限公司") == (None, "", "UNKNOWN_ORGANISATION", None)


def test_characters_9_to_17_under_another_prefix_match_with_a_word_of_warning() -> None:
    body = organisation(1, "临澜市甲有限公司")
    assert matched(uscc=code(1, "91330100"), name="临澜市甲有限公司")[:3] == (body.pk, "uscc_core", "SAME_ORGCODE_OTHER_PREFIX")
    assert matched(uscc=code(1, "91330100"), name="临澜市乙有限公司")[2] == "NAME_MISMATCH"


@pytest.mark.parametrize(
    ("given_code", "how"),
    [
        ({"orgcode": orgcode(1)}, "orgcode"),
        ({"taxno": taxno(1)}, "taxno"),
        ({"regno": regno(1)}, "regno"),
        ({"institution": "112233445566"}, "institution"),
    ],
)
def test_older_codes_match_through_the_register(given_code: dict[str, str], how: str) -> None:
    body = organisation(1, "临澜市甲有限公司", regno=regno(1), institution="112233445566")
    assert matched(name="临澜市甲有限公司", **given_code)[:3] == (body.pk, how, "")
    assert matched(name="临澜市乙有限公司", **given_code)[2] == "NAME_MISMATCH"


def test_a_unified_code_in_an_older_column_is_read_as_one() -> None:
    body = organisation(1, "临澜市甲有限公司")
    assert matched(orgcode=code(1), taxno=code(1), name="临澜市甲有限公司")[:3] == (body.pk, "uscc", "")


def test_codes_of_two_bodies_in_one_row_disagree() -> None:
    organisation(1, "临澜市甲有限公司")
    organisation(2, "临澜市乙有限公司")
    assert matched(orgcode=code(1), taxno=code(2), name="临澜市甲有限公司")[::2] == (None, "CODES_DISAGREE")


def test_an_unknown_unified_code_beside_an_older_code_of_a_body_with_another_one_disagrees() -> None:
    organisation(1, "临澜市甲有限公司", regno=regno(1))
    assert matched(uscc=code(9), regno=regno(1), name="临澜市甲有限公司")[::2] == (None, "CODES_DISAGREE")


def test_a_number_that_passed_on_means_who_had_it_on_the_day_of_the_decision() -> None:
    first, second = organisation(1, "临澜市甲有限公司"), organisation(2, "临澜市乙有限公司")
    Identifier.objects.create(organisation=first, kind="regno", value=regno(1), valid_until=date(2015, 1, 1), source="test")
    Identifier.objects.create(organisation=second, kind="regno", value=regno(1), valid_from=date(2016, 1, 1), source="test")
    assert matched(regno=regno(1), name="临澜市甲有限公司", decided_on=date(2014, 6, 1))[0] == first.pk
    assert matched(regno=regno(1), name="临澜市乙有限公司", decided_on=date(2020, 6, 1))[0] == second.pk
    assert matched(regno=regno(1), name="临澜市甲有限公司", decided_on=date(2020, 6, 1))[2] == "NAME_MISMATCH"


def test_a_marked_code_is_not_matched_on() -> None:
    body = organisation(1, "临澜市甲有限公司")
    Identifier.objects.create(organisation=body, kind="regno", value=regno(1), issue="DUP_BODY", source="test")
    assert matched(regno=regno(1), name="临澜市甲有限公司")[2] == "UNKNOWN_ORGANISATION"


NAMES = ("临澜市甲有限公司", "临澜市乙有限公司", "临澜市丙有限公司")
CODES = st.one_of(st.none(), st.integers(1, 4))


class TestNeverWrong(TestCase):  # type: ignore[misc]
    """Whatever combination of codes and name is given."""

    def setUp(self) -> None:
        """Three bodies that differ by one character."""
        self.bodies = {organisation(n, name, regno=regno(n)).pk: name for n, name in enumerate(NAMES, 1)}

    @settings(max_examples=60, deadline=None)
    @given(name=st.sampled_from(NAMES), uscc=CODES, orgcode_of=CODES, taxno_of=CODES, regno_of=CODES)
    def test_a_match_always_has_the_name(
        self, name: str, uscc: int | None, orgcode_of: int | None, taxno_of: int | None, regno_of: int | None
    ) -> None:
        makers = {"uscc": (code, uscc), "orgcode": (orgcode, orgcode_of), "taxno": (taxno, taxno_of), "regno": (regno, regno_of)}
        codes = {kind: make(number) for kind, (make, number) in makers.items() if number}
        found, _, fault, _ = matched(name=name, **codes)
        assert found is None or self.bodies[found] == name
        assert (found is None) == (fault in {"NAME_MISMATCH", "UNKNOWN_ORGANISATION", "NAME_ONLY", "CODES_DISAGREE"})
