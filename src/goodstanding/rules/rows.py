"""One row as the checks see it: cleaned cells, read by type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goodstanding.rules import amounts, characters, dates, publication, uscc
from goodstanding.rules.catalogue import Catalogue, Generation, Kind


@dataclass(frozen=True)
class Row:
    """``cells``: field code -> what was written (any shape; empty and None are the same). ``row[code]`` is the cleaned text.

    ``exceptions``: USCCs that are lawful although a check character fails, with recorded evidence.
    ``generation``: the template it came in; None when it has every field.
    """

    cells: Mapping[str, str | None]
    kind: Kind
    catalogue: Catalogue
    today: date
    exceptions: frozenset[str] = frozenset()
    generation: Generation | None = None

    def __getitem__(self, field: str) -> str:
        """The cleaned text, '' where there is none."""
        return characters.clean(self.cells.get(field) or "")

    def filled(self, field: str) -> bool:
        """Whether something is there; a date left by an empty cell (1899-12-31) is nothing."""
        if self.kind.fields[field].type == "date":
            return not dates.is_empty(self[field])
        return self[field] != ""

    def day(self, field: str) -> date | None:
        """The cell as a date."""
        return dates.read(self[field])

    def amount(self, field: str) -> Decimal | None:
        """The cell as an amount in 10,000 yuan."""
        return amounts.read(self[field])

    def code(self, field: str) -> str:
        """The cell as a code; a placeholder is none."""
        code = characters.code(self[field])
        return "" if uscc.is_placeholder(code) else code

    def sound(self, code: str) -> bool:
        """A USCC that passes its checks, or is admitted without."""
        return uscc.passes(code) or code in self.exceptions

    def parts(self, field: str) -> list[str]:
        """The values of a ``;``-joined cell."""
        return [part.strip() for part in self[field].split(";") if part.strip()]

    def item(self, field: str) -> str:
        """The cell's value on its code list, '' where it has none."""
        if not field or not self[field]:
            return ""
        found = self.catalogue.codes[self.kind.fields[field].codes].find(self[field])
        return found.value if found else ""

    def by_role(self, role: str) -> str:
        """The cleaned text of the field with that role."""
        code = self.kind.field(role)
        return self[code] if code else ""

    def showing(self) -> publication.Showing | None:
        """How the record would be published, None without a decision date."""
        decided = self.day(self.kind.field("decision.date"))
        if decided is None:
            return None
        return publication.show(
            self.kind.code,
            decided,
            klass=self.item(self.kind.field("publication.class")),
            procedure=self.item(self.kind.field("publication.procedure")),
            categories=self.parts(self.kind.field("decision.category")),
            valid_until=self.day(self.kind.field("valid.until")),
            entered_on=self.today,
            catalogue=self.catalogue,
            secret=self.item(self.kind.field("secret")),
            status=self.item(self.kind.field("status")) if self.kind.field("status") else "",
        )
