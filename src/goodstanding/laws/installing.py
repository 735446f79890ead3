"""The catalogue's laws, given to the database: at every migration and every start."""

from __future__ import annotations

from django.db import connection, transaction

from goodstanding.laws.locks import INSTALLING
from goodstanding.laws.models import Law
from goodstanding.rules.catalogue import Catalogue
from goodstanding.rules.catalogue import Law as Written

COLUMNS = ("title_zh", "title_en", "number", "level", "since", "until", "sure", "note")


def install(catalogue: Catalogue) -> None:
    """Write what is new or changed. A law the catalogue no longer names stays: something may have rested on it."""
    wanted = {code: _row(law) for code, law in catalogue.laws.items()}
    known = {one.pk: one for one in Law.objects.all()}
    changed = [row for code, row in wanted.items() if code not in known or _said(known[code]) != _said(row)]
    if not changed:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [INSTALLING])
        Law.objects.bulk_create(changed, update_conflicts=True, unique_fields=["code"], update_fields=COLUMNS)
        cursor.execute("SELECT set_config(%s, '', true)", [INSTALLING])


def _row(law: Written) -> Law:
    return Law(
        code=law.code, title_zh=law.title.zh, title_en=law.title.en, number=law.number, level=getattr(law, "level", ""),
        since=law.since, until=law.until, sure=law.sure, note=law.note,
    )  # fmt: skip


def _said(law: Law) -> tuple[object, ...]:
    return tuple(getattr(law, name) for name in COLUMNS)
