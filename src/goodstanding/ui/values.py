"""What a field holds, as people read it."""

from __future__ import annotations

from datetime import date

from goodstanding.rules.catalogue import Catalogue, Field
from goodstanding.rules.texts import Text
from goodstanding.ui.days import written


def spoken(field: Field, value: str, catalogue: Catalogue) -> Text | str:
    """Dates as dates, coded values with their label, everything else as the source wrote it."""
    if field.type == "date":
        try:
            return written(date.fromisoformat(value))
        except ValueError:
            return value
    if field.codes and (codes := catalogue.codes.get(field.codes)):
        found = [
            (item.label if (item := codes.find(piece)) else Text(piece, piece)) for piece in (value.split(";") if field.many else [value])
        ]
        return Text("；".join(one.zh for one in found), "; ".join(one.en for one in found))
    return value
