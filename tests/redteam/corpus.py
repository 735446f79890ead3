"""The red-team corpus: rows of permits and penalties with personal data planted in every place a file has, and a list of all of it.

Everything is seeded. What must survive is listed too: the codes of organisations, some of which look like identity numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from goodstanding.city import coding, overlay, registering
from goodstanding.city.chance import Chance, Dice
from goodstanding.city.days import working_days
from goodstanding.city.deciding import Row, World, decisions
from goodstanding.city.departments import Department, departments
from goodstanding.city.layouts import WAYS, Column, columns
from goodstanding.city.sheets import open_sheet
from goodstanding.city.writing import Cell, XlsxSheet
from goodstanding.rules import loading, uscc
from goodstanding.rules.catalogue import Catalogue, Kind
from goodstanding.rules.personal_numbers import id_ok
from tests.redteam import data
from tests.redteam.forms import IN_CODES, IN_TEXT, Form

ORGANISATIONS = 20_000
TEXTS = {
    "penalty": (
        "decision.facts",
        "decision.facts",
        "decision.facts",
        "decision.content",
        "decision.basis",
        "decision.violation",
        "remark",
        "party.name",
    ),
    "permit": ("decision.content", "decision.content", "remark", "decision.title", "permit.certificate", "party.name"),
}
CODES = ("party.uscc", "party.uscc", "party.regno", "party.orgcode", "party.taxno", "party.institution", "party.social", "organ.code")
SHARES = (("text", 22), ("code", 4), ("document", 3), ("person", 3), ("number", 1), ("look-alike", 2), ("nothing", 65))


@dataclass(frozen=True, slots=True)
class Handed:
    """A file to hand in, and how many rows it has."""

    path: Path
    department: Department
    kind: str
    rows: int


@dataclass(slots=True)
class Corpus:
    """``planted``: datum -> where it was put. ``lawful``: (file, line) -> the organisation's code that must still stand there."""

    directory: Path
    register: Path
    catalogue: Path
    today: date
    files: list[Handed] = field(default_factory=list)
    planted: dict[str, str] = field(default_factory=dict)
    lawful: dict[tuple[str, int], str] = field(default_factory=dict)
    persons: int = 0

    @property
    def rows(self) -> int:
        """All data rows."""
        return sum(one.rows for one in self.files)


def build(directory: Path, *, rows: int = 100_000, seed: int = 20_261_123, today: date) -> Corpus:
    """Write the corpus and the register its organisations come from."""
    directory.mkdir(parents=True, exist_ok=True)
    corpus = Corpus(directory, directory / "register.csv", overlay.write_catalogue(directory), today)
    catalogue = loading.load(corpus.catalogue)
    overlay.write_mappings(directory, catalogue)
    chance = Chance(seed)
    registering.write_register(corpus.register, chance, ORGANISATIONS, today)
    registering.write_departments(directory / "departments.csv")
    writer = _Writer(World(chance, ORGANISATIONS, tuple(working_days(catalogue.calendar, today)), today), catalogue, corpus)
    by_slug = {one.slug: one for one in departments()}
    writer.file("permits.csv", by_slug["market"], "permit", "csv-2018", rows * 30 // 100)
    writer.file("penalties.csv", by_slug["emergency"], "penalty", "csv-gb18030", rows * 35 // 100)
    writer.file("penalties.xlsx", by_slug["ecology"], "penalty", "xlsx-2018", rows * 10 // 100)
    writer.file("permits.ndjson", by_slug["transport"], "permit", "rows-json", rows - rows * 75 // 100)
    writer.odd_header(by_slug["urban"])
    writer.odd_name(by_slug["health"])
    writer.odd_workbook(by_slug["housing"])
    return corpus


def look_alike(dice: Dice) -> str:
    """A valid USCC of digits only that also passes as an identity number: birth date, check digit and all."""
    while True:
        first8 = f"95{1 + dice.below(12):02d}{1 + dice.below(28):02d}{dice.below(100):02d}"
        code = coding.usccs([f"91341{dice.below(10)}19"], coding.orgcodes_of([first8]))[0]
        if code.isdigit() and id_ok(code):
            return code


@dataclass(slots=True)
class _Writer:
    world: World
    catalogue: Catalogue
    corpus: Corpus

    def _plant(self, dice: Dice, form: Form, where: str) -> str:
        datum = form.make(dice)
        self.corpus.planted[datum] = f"{where}: {form.name}"
        return form.sentence.format(form.written(datum))

    def file(self, name: str, department: Department, kind: str, way: str, count: int) -> None:
        """A file of ordinary rows, a third of them with something in it."""
        table = columns(WAYS[way], self.catalogue.kinds[kind], self.world.today)
        path = self.corpus.directory / name
        with open_sheet(path, WAYS[way], [column.header for column in table], self.catalogue.kinds[kind], department.name) as sheet:
            for number, row in self._rows(department, kind, count):
                code = self._spoil(row, kind, Dice(self.world.chance.seed, name, number), f"{name} row {number}")
                line = sheet.write([column.fill(row) for column in table])
                if code:
                    self.corpus.lawful[name, line] = code
        self.corpus.files.append(Handed(path, department, kind, count))

    def _rows(self, department: Department, kind: str, count: int) -> Iterator[tuple[int, Row]]:
        for start in range(0, count, 20_000):
            numbers = np.arange(start, min(start + 20_000, count), dtype=np.int64)
            for number, (row, _) in enumerate(decisions(self.world, department, kind, numbers), start):
                yield number, row

    def _spoil(self, row: Row, kind: str, dice: Dice, where: str) -> str:
        """Plant something, or nothing; the code that must stay, '' where the row has none."""
        draw = dice.below(sum(share for _, share in SHARES))
        what = next(name for at, (name, _) in enumerate(SHARES) if draw < sum(share for _, share in SHARES[: at + 1]))
        if what == "text":
            role, form = dice.pick(TEXTS[kind]), dice.pick(IN_TEXT)
            text = row.get(role, "")
            at = dice.pick([0, len(text), *(place + 1 for place, char in enumerate(text) if char in "，。；")])
            row[role] = text[:at] + self._plant(dice, form, f"{where} {role}") + text[at:]
        elif what == "code":
            role, form = dice.pick(CODES), dice.pick(IN_CODES)
            row[role] = self._plant(dice, form, f"{where} {role}")
            if role == "party.uscc":
                return ""
        elif what == "document":
            row["party.representative_id_type"] = "身份证"
            row["party.representative_id"] = self._plant(dice, dice.pick(IN_CODES), f"{where} representative")
        elif what == "person":
            self._person(row, dice, where)
            return ""
        elif what == "number":
            row["decision.number"] = f"{row['decision.number'][:3]}字第{self._plant(dice, IN_CODES[0], f'{where} number')}号"
        elif what == "look-alike":
            row["party.uscc"] = look_alike(dice)
            row["party.class"], row["party.orgcode"], row["party.taxno"] = "法人及非法人组织", "", ""
            row["remark"] = f"统一社会信用代码{row['party.uscc']}，已核对"
        return row["party.uscc"]

    def _person(self, row: Row, dice: Dice, where: str) -> None:
        """The whole row is about a natural person: nothing of it may stay."""
        self.corpus.persons += 1
        person = data.name(dice)
        self.corpus.planted[person] = f"{where}: a person's name"
        row |= dict.fromkeys(("party.uscc", "party.regno", "party.orgcode", "party.taxno", "party.institution", "party.social"), "")
        row |= {
            "party.name": person,
            "party.class": "自然人",
            "party.representative": "",
            "party.person_id_type": "身份证",
            "party.person_id": self._plant(dice, IN_CODES[0], f"{where} person"),
            "decision.content": f"{row['decision.content']}{self._plant(dice, dice.pick(IN_TEXT), f'{where} person')}当事人{person}",
        }

    def odd_header(self, department: Department) -> None:
        """Personal data above a column."""
        dice = Dice(self.world.chance.seed, "header", 0)
        headers = {
            "remark": f"备注（经办人电话{self._plant(dice, IN_CODES[8], 'header')}）",
            "party.name": f"当事人{self._plant(dice, IN_CODES[0], 'header')}",
        }
        self._small("header.csv", department, "penalty", "csv-2018", lambda column: headers.get(column.role, column.header))

    def odd_name(self, department: Department) -> None:
        """Personal data in the file's name."""
        dice = Dice(self.world.chance.seed, "file name", 0)
        name = f"处罚_{self._plant(dice, IN_CODES[0], 'file name')}_{self._plant(dice, IN_CODES[8], 'file name')}.csv"
        self._small(name, department, "penalty", "csv-2018", lambda column: column.header)

    def _small(self, name: str, department: Department, kind: str, way: str, header: object, count: int = 40) -> None:
        table = columns(WAYS[way], self.catalogue.kinds[kind], self.world.today)
        path = self.corpus.directory / name
        assert callable(header)
        with open_sheet(path, WAYS[way], [header(column) for column in table], self.catalogue.kinds[kind], department.name) as sheet:
            for _, row in self._rows(department, kind, count):
                sheet.write([column.fill(row) for column in table])
        self.corpus.files.append(Handed(path, department, kind, count))

    def odd_workbook(self, department: Department) -> None:
        """Personal data in the sheet's name, the title, a notice, below the table, and as numbers in cells."""
        dice = Dice(self.world.chance.seed, "workbook", 0)
        kind: Kind = self.catalogue.kinds["penalty"]
        table = columns(WAYS["xlsx-2018"], kind, self.world.today)
        phone, card = IN_CODES[8], next(form for form in IN_TEXT if form.name == "card")
        path = self.corpus.directory / "workbook.xlsx"
        with XlsxSheet(path, name=f"处罚{self._plant(dice, IN_CODES[0], 'sheet name')}") as book:
            book.banner(f"行政处罚信息（填报人电话{self._plant(dice, phone, 'title')}）", len(table))
            book.banner(f"请将截图发至{self._plant(dice, phone, 'notice')}", len(table))
            book.write([column.header for column in table])
            for number, row in self._rows(department, "penalty", 40):
                book.write(self._numbers(table, row, dice, number))
            book.write([f"填表人身份证号{self._plant(dice, IN_CODES[0], 'note')}"])
            book.write(["备注", "", self._plant(dice, card, "note")])
        self.corpus.files.append(Handed(path, department, "penalty", 40))

    def _numbers(self, table: Sequence[Column], row: Row, dice: Dice, number: int) -> list[Cell]:
        """Identity numbers and phones as a spreadsheet's numbers: 18 digits lose their last ones, which makes them no less personal."""
        cells: list[Cell] = [column.fill(row) for column in table]
        places = {column.role: at for at, column in enumerate(table)}
        form = (IN_CODES[0], IN_CODES[7], IN_CODES[8])[number % 3]
        role = ("party.representative_id", "party.taxno", "remark")[number // 3 % 3]
        planted = self._plant(dice, form, f"workbook row {number} {role}, a number")
        cells[places[role]] = float(planted.replace("X", "0"))
        return cells


def codes_are_sound(corpus: Corpus) -> bool:
    """What must survive is lawful indeed."""
    return all(uscc.check(code).ok for code in corpus.lawful.values())
