"""A waiting row beside the organisations it may mean: what agrees, what differs and why, and what was said of them before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from goodstanding.organisations import candidates, families, judging, statuses
from goodstanding.organisations.models import Judgement, Organisation, PendingRow
from goodstanding.organisations.waiting_codes import codes_of
from goodstanding.records.models import Record
from goodstanding.rules import names, uscc
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

VERDICTS = {"same": "good", "likely": "note", "unsure": "wait", "different": "bad"}
"""What a comparison of names says -> the tone it is shown in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a name: ``mark`` '' plain, 'agrees' or 'differs'; ``part`` the part of the name it is."""

    text: str
    mark: str = ""
    part: str = ""

    @property
    def label(self) -> Text:
        """What a reader is told who does not see colours."""
        return text("intake.judging.mark", self.mark, part=text("intake.judging.part", self.part))


@dataclass(frozen=True, slots=True)
class Choice:
    """One organisation as the clerk sees it beside the row."""

    organisation: Organisation
    likeness: names.Likeness
    pieces: tuple[Piece, ...]
    evidence: Text
    evidence_tone: str
    status: Text
    records: int
    judged: Judgement | None

    @property
    def tone(self) -> str:
        """Of the comparison's verdict."""
        return VERDICTS[self.likeness.verdict]

    @property
    def per_cent(self) -> int:
        """How alike the names are."""
        return round(self.likeness.score * 100)

    def kept(self) -> dict[str, Any]:
        """The comparison as it stood before the clerk's eyes."""
        reasons = [{"code": one.code, "a": one.a, "b": one.b} for one in self.likeness.reasons]
        return {"score": self.likeness.score, "verdict": self.likeness.verdict, "reasons": reasons}


def choices(row: PendingRow) -> list[Choice]:
    """Whom the row may mean: those whose code it is and whose name is near first, those judged different last."""
    found = candidates.of(row)
    roots = families.roots(found)
    bodies = Organisation.objects.in_bulk(list(dict.fromkeys(roots[one] for one in found if one in roots)))
    likenesses = candidates.likenesses(row, list(bodies))
    named = {roots[one] for one in candidates.by_codes(row) if one in roots}
    shown = Record.public.filter(organisation_id__in=list(bodies)).values_list("organisation_id").annotate(n=Count("pk"))
    counts, said = dict(shown), judging.latest(row.normal_name, row.code)
    made = [_choice(row, body, likenesses[pk], pk in named, counts.get(pk, 0), said.get(pk)) for pk, body in bodies.items()]
    return sorted(made, key=_order)


def _order(choice: Choice) -> tuple[bool, bool, float, int]:
    different = choice.judged is not None and choice.judged.verdict == "different"
    return different, choice.evidence_tone != "good", -choice.likeness.score, choice.organisation.pk


def _choice(row: PendingRow, body: Organisation, likeness: names.Likeness, named: bool, count: int, said: Judgement | None) -> Choice:
    former = next((reason.b for reason in likeness.reasons if reason.code == "name_former"), "")
    evidence = _evidence(row, body, named=named)
    return Choice(
        body, likeness, marked(names.normal(former or body.name), likeness), text("intake.judging.evidence", evidence),
        {"code_differs": "bad", "none": "plain", "its_missing": "plain"}.get(evidence, "good"), statuses.label(body.status), count, said,
    )  # fmt: skip


def _evidence(row: PendingRow, body: Organisation, *, named: bool) -> str:
    """What the codes say."""
    given = str(codes_of(row)[2] or "")
    if named and given and given == body.uscc:
        return "code_same"
    if named and len(given) == 18 and body.uscc and uscc.orgcode(given) == uscc.orgcode(body.uscc):
        return "core_same"
    if named:
        return "older_same"
    if given and body.uscc:
        return "code_differs"
    return "its_missing" if row.code and not body.uscc else "none" if not row.code else "code_differs"


def marked(name: str, likeness: names.Likeness) -> tuple[Piece, ...]:
    """The organisation's name with the parts that agree and differ; what differs is marked where both would be."""
    marks: dict[int, tuple[str, str]] = {}
    for reason in sorted(likeness.reasons, key=lambda one: one.agrees):
        at = name.find(reason.b) if reason.b and reason.part != "name" else -1
        for place in range(at, at + len(reason.b)) if at >= 0 else ():
            marks.setdefault(place, ("agrees" if reason.agrees else "differs", reason.part))
    pieces: list[Piece] = []
    for place, character in enumerate(name):
        mark = marks.get(place, ("", ""))
        if pieces and (pieces[-1].mark, pieces[-1].part) == mark:
            pieces[-1] = Piece(pieces[-1].text + character, *mark)
        else:
            pieces.append(Piece(character, *mark))
    return tuple(pieces)
