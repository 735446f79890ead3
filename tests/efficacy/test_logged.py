"""Publishing an example and taking it down are public acts; whose case it was stands in neither."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import orjson
import pytest

from goodstanding.departments.models import Department
from goodstanding.lists import ending
from goodstanding.publiclog import proving, sequencing
from goodstanding.publiclog.models import Opening
from goodstanding.rules.refusals import Missing
from tests.efficacy.making import WORDS, world
from tests.publiclog.making import settle

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_comes_out_with_its_words_and_goes_with_its_ground(market: Department, tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    made = world(market)
    example = made.published()
    settle()
    sequencing.sequence()
    published = Opening.objects.order_by("-leaf")[0]
    said = orjson.loads(zlib.decompress(published.content))
    assert (published.event, said["words"]) == ("example:published", WORDS)
    assert made.case.agent.organisation.name not in str(said)
    assert len(proving.prove(example.pk)["acts"]) == 1
    ending.end(made.listing, because="wrong", words="列入错误", by=made.steward)
    settle()
    sequencing.sequence()
    withdrawn = [one for one in Opening.objects.all() if one.event == "example:withdrawn"]
    assert len(withdrawn) == 1
    said = orjson.loads(zlib.decompress(withdrawn[0].content))
    assert "words" not in said
    with pytest.raises(Missing):
        proving.prove(example.pk)
