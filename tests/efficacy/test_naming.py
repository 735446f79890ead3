"""No person and no name in any text, however it is written."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodstanding.departments.models import Department
from goodstanding.efficacy import drafting, naming
from goodstanding.efficacy.models import Example, Version
from goodstanding.organisations.models import Name
from goodstanding.rules import persons
from goodstanding.rules.names import normal
from goodstanding.rules.refusals import Refused
from tests.efficacy.making import WORDS, words
from tests.measures import making as measures
from tests.organisations.making import code

pytestmark = pytest.mark.django_db
NAME, SHORT, FORMER = "临澜市云山食品有限公司", "云山食品", "临澜市望江粮油有限公司"
GAPS = st.sampled_from(["", " ", "\u3000", "·", "—", "\u200b", "、"])
PERSONS = ("11010519491231002X", "13812345678", "家住临澜市人民路12号3单元402室", "zhang.san@example.com")
PLACES = ("happened", "title", "outcome")


@pytest.fixture
def example(market: Department) -> tuple[Example, measures.Office]:
    where = measures.office(market)
    body = measures.body(7, NAME)
    Name.objects.create(organisation=body, name=FORMER, normal_name=normal(FORMER), valid_until=date(2024, 1, 1), source="test")
    return drafting.draft(measures.listed(body, market), by=where.steward), where


@st.composite
def spelt(draw: st.DrawFn, word: str) -> str:
    """With marks between the letters, in wide letters, in small ones."""
    said = "".join(letter + draw(GAPS) for letter in word)
    wide = str.maketrans("".join(map(chr, range(0x30, 0x5B))), "".join(chr(one + 0xFEE0) for one in range(0x30, 0x5B)))
    return draw(st.sampled_from([said, said.translate(wide), said.lower()]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_text_that_tells_who_it_is_is_refused_however_it_is_written(
    example: tuple[Example, measures.Office], data: st.DataObject
) -> None:  # fmt: skip
    made, where = example
    entry = made.entry
    assert entry is not None
    word = data.draw(st.sampled_from([NAME, SHORT, "云山", FORMER, "望江粮油", code(7), entry.decision_no, entry.number]))
    before, after = (data.draw(st.text(alphabet="该单位因违法受到处罚并整改，。", max_size=12)) for _ in range(2))
    part = data.draw(st.sampled_from(PLACES))
    kept = Version.objects.count()
    with pytest.raises(Refused) as refused, transaction.atomic():
        drafting.edit(made, words(**{part: f"{before}{data.draw(spelt(word))}{after}"}), by=where.steward)
    assert refused.value.code == "EXAMPLE_NAMES"
    assert Version.objects.count() == kept


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_kept_never_holds_a_person_or_a_name(example: tuple[Example, measures.Office], data: st.DataObject) -> None:
    made, where = example
    pieces = st.one_of(st.text(max_size=15), st.sampled_from([NAME, SHORT, code(7), *PERSONS]))
    said = {part: data.draw(st.lists(pieces, max_size=3).map("".join)) or "该单位" for part in PLACES}
    try:
        with transaction.atomic():
            drafting.edit(made, words(**said), by=where.steward)
    except Refused:
        return
    made.refresh_from_db()
    whole = "\n".join(Version.objects.get(example=made, number=made.version).words["zh"].values())
    assert not persons.find(whole)
    assert all(naming.plain(one) not in naming.plain(whole) for one in (NAME, SHORT, FORMER, code(7)))


@pytest.mark.parametrize("person", PERSONS)
def test_a_persons_data_are_refused_not_masked(example: tuple[Example, measures.Office], person: str) -> None:
    made, where = example
    with pytest.raises(Refused, match="EXAMPLE_PERSON"):
        drafting.edit(made, words(happened=f"当事人联系方式为{person}。"), by=where.steward)


@pytest.mark.parametrize("word", [NAME, FORMER, "临 澜 市 云山（食品）有限公司", code(7), code(7).lower()])
def test_the_database_refuses_a_name_too(example: tuple[Example, measures.Office], word: str) -> None:
    with pytest.raises(IntegrityError, match="names the organisation"), transaction.atomic():
        Version.objects.create(example=example[0], number=2, words=words(did=f"向{word}送达"), by="x", by_user=1)


def test_a_later_name_is_found_when_it_is_handed_on(example: tuple[Example, measures.Office]) -> None:
    from goodstanding.efficacy import handing_on  # noqa: PLC0415 - only here

    made, where = example
    drafting.edit(made, words(happened="海天调味品质量不合格。"), by=where.steward)
    said = {"name": "海天调味品有限公司", "normal_name": "海天调味品有限公司", "valid_until": date(2025, 1, 1), "source": "test"}
    Name.objects.create(organisation=made.organisation, **said)
    with pytest.raises(Refused, match="EXAMPLE_NAMES"):
        handing_on.submit(made, by=where.steward)


def test_an_ordinary_text_is_kept(example: tuple[Example, measures.Office]) -> None:
    made, where = example
    drafting.edit(made, WORDS, by=where.steward)
    assert made.version == 2
