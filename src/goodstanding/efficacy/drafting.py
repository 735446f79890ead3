"""起草: somebody of the department begins an example on one case, and writes it until it can be handed on."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from goodstanding.departments.allowing import require
from goodstanding.departments.standing import Standing
from goodstanding.efficacy import naming, withdrawing
from goodstanding.efficacy.composing import PARTS, Said, compose
from goodstanding.efficacy.locking import locked
from goodstanding.efficacy.models import OVER, Example, Version
from goodstanding.efficacy.numbering import next_number
from goodstanding.ledger.moving import conflict
from goodstanding.ledger.writing import write
from goodstanding.lists.models import Listing
from goodstanding.measures.models import Application
from goodstanding.rules.events import Event
from goodstanding.rules.procedure import PROCEDURES
from goodstanding.rules.refusals import Conflict, Forbidden, Refused
from goodstanding.ui.texts import text

LONGEST = 3_000
TITLE = 100


def draft(ground: Application | Listing, *, by: Standing) -> Example:
    """Begin, with a text composed from the case. Raises ``Conflict`` where one is in hand or published."""
    require(by, "draft_example", ground)
    if by.user_id is None:
        raise Forbidden("PERSON_NEEDED", text("efficacy.refused.person_needed"))
    application, listing = (ground, None) if isinstance(ground, Application) else (None, ground)
    with transaction.atomic():
        type(ground).everything.select_for_update(no_key=True).get(pk=ground.pk)  # two at once: one of them waits, and finds the other's
        if there := Example.objects.filter(application=application, listing=listing).exclude(state__in=OVER).first():
            raise Conflict("EXAMPLE_IN_HAND", text("efficacy.refused.in_hand", number=there.number))
        made = Example.objects.create(
            number=next_number("AL"), department=ground.department, application=application, listing=listing,
            organisation=ground.organisation, drafted_by=by.label, drafted_user=by.user_id,
        )  # fmt: skip
        withdrawing.ground_stands(made)
        _written(made, _composed(made), by)
        step = PROCEDURES["example"]["", "draft"]
        write(step.event, made, by=by, data={"to": step.to, "ground": ground.number})
    return made


def edit(example: Example, words: Mapping[str, Mapping[str, str]], *, named: bool = False, by: Standing) -> Version:
    """A further version. Raises ``Refused`` for what may not be said; ``Conflict`` once it was handed on."""
    require(by, "draft_example", example)
    said = clean(words)
    with transaction.atomic():
        now = locked(example)
        if now.state != "draft":
            raise conflict()
        if named and not naming.may_be_named(now.ground):
            raise Refused("EXAMPLE_NAMED", text("efficacy.refused.named"))
        naming.hold(now, said)
        made = _written(now, said, by, named=named)
        write(Event.EXAMPLE_EDITED, now, by=by, data={"version": made.number, "named": named})
    example.refresh_from_db()
    return made


def clean(words: Mapping[str, Mapping[str, str]]) -> Said:
    """Every part, in both languages; the Chinese one whole, the English one whole or not at all. Raises ``Refused``."""
    given = {code: words.get(code) or {} for code in ("zh", "en")}
    said = {
        code: {
            part: half.get(part, "").replace("\0", "").replace("\r\n", "\n").strip()[: TITLE if part == "title" else LONGEST]
            for part in PARTS
        }
        for code, half in given.items()
    }
    if not all(said["zh"].values()):
        raise Refused("EXAMPLE_INCOMPLETE", text("efficacy.refused.incomplete"))
    if any(said["en"].values()) and not all(said["en"].values()):
        raise Refused("EXAMPLE_ENGLISH", text("efficacy.refused.english"))
    return said


def _composed(example: Example) -> Said:
    """Free words lose what tells who it is; where something is still told they are left out."""
    forbidden = naming.telling(example)
    said = compose(example.ground, lambda words: naming.without(words, forbidden))
    whole = "\n".join(one for half in said.values() for one in half.values())
    return compose(example.ground, lambda _words: "") if naming.named_in(whole, forbidden) else said


def _written(example: Example, words: Said, by: Standing, *, named: bool = False) -> Version:
    number = example.version + 1
    assert by.user_id is not None  # noqa: S101 - programs may not draft (departments.allowing.SCOPES)
    made = Version.objects.create(example=example, number=number, words=words, by=by.label, by_user=by.user_id)
    Example.objects.filter(pk=example.pk).update(version=number, named=named)
    example.version, example.named = number, named
    return made
