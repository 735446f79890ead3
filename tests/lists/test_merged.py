"""A case is about one body, however many entries of the register were merged into it."""

from __future__ import annotations

import pytest

from goodstanding.lists import dropping
from goodstanding.organisations.models import Organisation
from goodstanding.rules.refusals import Conflict
from tests.lists.making import Office
from tests.organisations.making import organisation

pytestmark = pytest.mark.django_db


def test_a_case_of_one_body_is_one_case_whichever_of_its_entries_it_was_begun_on(office: Office) -> None:
    one, other = organisation(1, "临澜市甲有限公司"), organisation(2, "临澜市乙有限公司")
    first = office.proposed(one)
    Organisation.objects.filter(pk=one.pk).update(merged_into=other)
    with pytest.raises(Conflict) as caught:
        office.proposed(other)
    assert caught.value.code == "LISTING_IN_HAND"
    assert first.number in caught.value.why.zh
    dropping.drop(first, "证据不足", by=office.steward)
    one.refresh_from_db()
    assert office.proposed(one).organisation == other, "listed as the body it is shown as"
