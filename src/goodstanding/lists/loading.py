"""导入: a list that a body above has decided enters as a whole. Its decision is named, not made here; publishing it is another one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from goodstanding.departments.allowing import require
from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.laws import force
from goodstanding.ledger.writing import write_many
from goodstanding.lists import catalogue, ending, loading_files, loading_judging, loading_matching, proposing, telling
from goodstanding.lists.competence import require_competence
from goodstanding.lists.loading_files import File, Said
from goodstanding.lists.loading_judging import Answer
from goodstanding.lists.loading_reading import SHORTEST, Row, forgotten, kept
from goodstanding.lists.models import Kind, Listing, Load
from goodstanding.lists.numbering import next_number, next_numbers
from goodstanding.representing.models import Power
from goodstanding.rules import persons
from goodstanding.rules.events import Event
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.rules.terms import months_after
from goodstanding.ui.texts import text

LONGEST = 1000
COLOURS = ("red", "black")
_LOCK = "SELECT id FROM organisations_organisation WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"
_INSERT = """
    INSERT INTO lists_listing (id, number, kind_id, colour, organisation_id, department_id, criterion, facts, load_id, proposed_by,
        proposed_user, served_on, decision_no, decided_on, reasons, basis, ends_on, decided_by, state)
    SELECT gen_random_uuid(), given.number, %s, %s, given.organisation, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'decided'
    FROM unnest(%s::text[], %s::bigint[]) AS given (number, organisation)
"""
_ENTRY = """
    SELECT 'lists.listing', id, department_id,
        jsonb_build_object('action', 'load', 'to', 'decided', 'kind', kind_id, 'load', load_id::text, 'decision_no', decision_no)
    FROM lists_listing WHERE load_id = %s
"""


def check(said: Said, *, by: Standing) -> Kind:
    """What was typed can be entered today. Raises ``Refused`` with what to do."""
    require(by, "load_listings", Department.objects.filter(pk=said.department).first())
    require_competence(said.kind, said.department)
    kind = Kind.objects.get(pk=said.kind)
    decided_on, ends_on, served_on = date.fromisoformat(said.decided_on), date.fromisoformat(said.ends_on), _day(said.served_on)
    today, latest = timezone.localdate(), months_after(decided_on, kind.months)
    wrong = {
        "another_list": kind.colour not in COLOURS,
        "criterion_unknown": catalogue.criterion(kind.pk, said.criterion) is None,
    }
    if found := next((code for code, is_so in wrong.items() if is_so), ""):
        raise Refused(found.upper(), text("lists.refused", found))
    days = {
        "decided_in_future": decided_on > today,
        "term": not (today <= ends_on <= latest and decided_on < ends_on),
        # 国办发〔2020〕49号 item 8: 认定前应当告知. Whoever decided has told the organisation; when, stands in its papers.
        "served": kind.colour == "black" and (served_on is None or served_on > decided_on),
    }
    if found := next((code for code, is_so in days.items() if is_so), ""):
        raise Refused(f"LOAD_{found.upper()}", text("lists.loading.wrong", found, until=latest.isoformat(), months=kind.months))
    proposing.in_force(kind, said.criterion)
    for basis in catalogue.bases(kind.pk, said.criterion):
        if why := force.why_not(basis, decided_on):
            raise Refused("BASIS_NOT_IN_FORCE", why)
    return kind


def new(said: Said, sha256: str) -> None:
    """Raises ``Conflict`` where this very file was entered under this decision."""
    if there := Load.objects.filter(kind_id=said.kind, decision_no=said.decision_no, sha256=sha256).first():
        raise Conflict("LOADED_ALREADY", text("lists.loading.refused.loaded_already", number=there.number))


def look(file: File) -> None:
    """Judge each row for the first time. Names that may be a person's go before anything is kept, sealed or not."""
    answers, rows = preview(file), rows_of(file)
    short = [one.state == "refused" and 0 < len(row.name) < SHORTEST for row, one in zip(rows, answers, strict=True)]
    left = [forgotten(row, one.why) if gone else row for row, one, gone in zip(rows, answers, short, strict=True)]
    file.rows, file.answers = kept(left), [list(one) for one in answers]


def preview(file: File) -> list[Answer]:
    """What would become of each row today; nothing changes."""
    with transaction.atomic(), connection.cursor() as cursor:
        return _judged(cursor, file, Kind.objects.get(pk=file.said.kind))


def load(file: File, *, by: Standing, seen: dict[str, int] | None = None) -> Load | None:
    """Enter what can be taken, in one transaction, and say what became of each row. ``None`` where that is no longer what was seen."""
    kind = check(file.said, by=by)
    with transaction.atomic(), connection.cursor() as cursor:
        force.hold(*catalogue.bases(kind.pk, file.said.criterion))
        Kind.objects.select_for_update(no_key=True).get(pk=kind.pk)  # one file of a list after the other
        check(file.said, by=by)
        new(file.said, file.sha256)
        answers = _judged(cursor, file, kind, lock=True)
        if seen is not None and loading_judging.counts(answers) != seen:
            return None
        taken = [one.organisation for one in answers if one.state == "taken" and one.organisation is not None]
        if not taken:
            raise Refused("LOAD_TAKES_NOTHING", text("lists.loading.refused.nothing"))
        made = _entered(cursor, file, kind, taken, by)
        if kind.colour == "black":
            _red_goes(taken)
        _tell(made)
        _answered(file, made, answers)
    return made


def entered(file: File) -> bool:
    """Whether it is; what was written beside a transaction that never ended does not count."""
    return bool(file.load) and Load.objects.filter(number=file.load).exists()


def _judged(cursor: CursorWrapper, file: File, kind: Kind, *, lock: bool = False) -> list[Answer]:
    found = loading_matching.find(cursor, rows_of(file), date.fromisoformat(file.said.decided_on))
    bodies = sorted({one.organisation for one in found if one.organisation is not None})
    if lock:  # what is decided of an organisation is decided in turn
        cursor.execute(_LOCK, [bodies])
    against = loading_judging.against(bodies, kind.colour)
    decided = loading_judging.decided(bodies, kind.pk, clean(file.said.decision_no))
    return loading_judging.judge(found, against=against, decided=decided)


def rows_of(file: File) -> list[Row]:
    """As they were read."""
    return [Row(*row) for row in file.rows]  # type: ignore[arg-type]


def answers_of(file: File) -> list[Answer]:
    """What became of them, once entered."""
    return [Answer(*one) for one in file.answers]  # type: ignore[arg-type]


def clean(words: str, longest: int = 200) -> str:
    """Without a person's numbers."""
    return persons.mask(words.strip()[:longest])[0]


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None


def _entered(cursor: CursorWrapper, file: File, kind: Kind, taken: Sequence[int], by: Standing) -> Load:
    said = file.said
    decided_on, ends_on = date.fromisoformat(said.decided_on), date.fromisoformat(said.ends_on)
    organ, decision_no, facts = clean(said.organ), clean(said.decision_no), clean(said.facts, LONGEST)
    made = Load.objects.create(
        id=uuid4(), number=next_number("MP"), kind=kind, department_id=said.department, organ=organ, decision_no=decision_no,
        decided_on=decided_on, ends_on=ends_on, file_name=clean(file.name), sha256=file.sha256, rows=len(file.rows), taken=len(taken),
        by=by.label, by_user=by.user_id,
    )  # fmt: skip
    served_on = _day(said.served_on) if kind.colour == "black" else None
    cursor.execute(
        _INSERT,
        [
            kind.pk, kind.colour, said.department, said.criterion, facts, made.pk, by.label, by.user_id, served_on, decision_no, decided_on,
            facts, kind.basis, ends_on, organ, next_numbers("MD", count=len(taken)), list(taken),
        ],
    )  # fmt: skip
    write_many(cursor, Event.LISTING_LOADED, _ENTRY, [made.pk], by=by, because=f"{organ} {decision_no}")
    return made


def _red_goes(taken: Sequence[int]) -> None:
    """1798号 item 19 (2): 在有效期内被列入黑名单或重点关注名单的，退出红名单."""
    family = list(loading_judging.families_of(taken))
    red = Listing.everything.filter(organisation_id__in=family, colour="red").in_force()
    ending.end_many(red, because="conflict", words=text("lists.ended_words.conflict").zh, by=SYSTEM)


def _tell(made: Load) -> None:
    """Only those somebody acts for."""
    held = Power.objects.in_force().values("organisation_id")
    found = Listing.everything.filter(load=made, organisation_id__in=held).select_related("organisation", "kind")
    for one in found.iterator():
        telling.tell_subject(one, "decided")


def _answered(file: File, made: Load, answers: Sequence[Answer]) -> None:
    """Before the end of the transaction: a list that is entered is never without its answer."""
    file.load = made.number
    file.answers = [list(one) for one in answers]
    loading_files.keep(file)
