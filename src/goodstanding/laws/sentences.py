"""Conditions that are said once, in SQL, for queries and for triggers alike: which day it is, and which columns, is filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func
from django.db.models.sql.compiler import SQLCompiler


class Sentence(Func):
    """A condition of a query. ``{0}``, ``{1}`` … are columns of the row, whatever the query calls its table; each ``%s`` is the day."""

    output_field = BooleanField()

    def __init__(self, sentence: str, *columns: str, day: date) -> None:
        super().__init__(*columns)
        self.sentence, self.day = sentence, day

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # noqa: ARG002
        """With its columns filled in; the day once for each place."""
        names = [compiler.compile(one)[0] for one in self.get_source_expressions()]
        return f"({self.sentence.format(*names)})", [self.day] * self.sentence.count("%s")
