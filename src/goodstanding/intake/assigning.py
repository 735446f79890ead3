"""Say what a file's columns are: suggested, corrected by the steward, remembered for the department, and the file checked again."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from django.conf import settings
from django.db import transaction

from goodstanding.departments.allowing import require
from goodstanding.departments.models import HeaderMapping
from goodstanding.departments.standing import Standing
from goodstanding.intake import reporting
from goodstanding.intake.confirming import in_state
from goodstanding.intake.models import Submission
from goodstanding.intake.starting import start
from goodstanding.ledger.moving import move
from goodstanding.pipeline.mapping import Mapping, from_dict, suggest, to_dict
from goodstanding.rules.catalogue import Kind
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Conflict

NOT_SAID = "?"
"""Nobody has said yet what the column is; '' is a column that is not used."""


@dataclass(frozen=True, slots=True)
class Column:
    """A header as written, and the field it stands for as far as known."""

    header: str
    chosen: str


def columns(submission: Submission) -> list[Column]:
    """The headers somebody has to say something about: those nobody knows, and those a saved mapping spoke of, with what is most likely."""
    taken, saved = known_columns(submission), submission.mapping.mapping["columns"] if submission.mapping else {}
    asked = [header for header, code in taken.items() if code is None or header in saved]
    used = {code for header, code in taken.items() if code and header not in asked}
    likely = {header: code for header, code in suggest(asked, kind_of(submission)).columns.items() if code not in used}
    said = {header: code for header, code in taken.items() if code is not None}
    return [Column(header, said.get(header, likely.get(header, NOT_SAID))) for header in asked]


def known_columns(submission: Submission) -> dict[str, str | None]:
    """Header -> the field the check took it for, '' = left out, None = unknown; over all sheets."""
    headers = orjson.loads((reporting.examined(submission) / "headers.json").read_bytes())
    return {column["header"]: column["field"] for sheet in headers["sheets"] for column in sheet["columns"] if column["header"]}


def assign(submission: Submission, chosen: dict[str, str], *, name: str, by: Standing) -> HeaderMapping:
    """Remember the mapping for the department and check the file again, from its cleaned cells.

    Raises ``Unusable`` for a field named twice.
    """
    require(by, "map_headers", submission)
    if submission.state != "checked":
        raise Conflict("NOT_CHECKED", in_state("not_checked", submission))
    kind, before = kind_of(submission), submission.mapping
    old = from_dict(before.mapping) if before else Mapping(kind.code)
    mapping = Mapping(kind.code, name, old.columns | chosen, old.constants, old.values)
    mapping.check(kind.fields)
    with transaction.atomic():
        saved, _ = HeaderMapping.objects.update_or_create(
            department=submission.department, kind=kind.code, name=name, defaults={"mapping": to_dict(mapping), "saved_by": by.label}
        )
        Submission.everything.filter(id=submission.id).update(mapping=saved)
        move(submission, "map", by=by, mapping=saved.pk, kind=kind.code)
        start("check", submission)
    return saved


def kind_of(submission: Submission) -> Kind:
    """The catalogue's kind of a submission."""
    return load(settings.CITY_CATALOGUE).kinds[submission.kind]
