"""What a decision may say at which point: whose fault it can be, and what has to be asked before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils import timezone

from goodstanding.objections import clocking, comparing, profiles
from goodstanding.objections.models import Inquiry, Item, Objection
from goodstanding.rules.laws import cite
from goodstanding.rules.loading import load
from goodstanding.rules.refusals import Conflict, Refused
from goodstanding.rules.texts import Text
from goodstanding.ui.texts import text

WITH_RECORD = ("correct", "end", "take_back", "nothing")
WITHOUT_RECORD = ("add", "nothing")
OF_ENTRY = ("end", "nothing")
OWN_CHECK = frozenset({"past_term", "list_conditions", "not_us"})
"""The centre's own to check: how long something shows, what stands on a list, to whom a row was attached."""
GENERAL = ("civil-code:1029", "ndrc-36", "repair-22", "own")
"""民法典 art. 1029: 发现信用评价不当的，有权提出异议并请求采取更正、删除等必要措施."""


def outcomes(item: Item) -> tuple[str, ...]:
    """What may become of one part."""
    if item.listing_id:
        return OF_ENTRY
    return WITH_RECORD if item.record_id else WITHOUT_RECORD


def bases(profile: str) -> list[str]:
    """The articles a decision may rest on: the profile's own first."""
    terms = load(settings.CITY_CATALOGUE).terms.values()
    own = [one.basis for one in terms if one.code.startswith(f"objection_{profile}_")]
    return list(dict.fromkeys([*own, *GENERAL]))


def known(basis: str) -> bool:
    """Whether the catalogue has that law."""
    return basis.partition(":")[0] in load(settings.CITY_CATALOGUE).laws


def quoted(basis: str) -> Text:
    """The law and its articles; the city's own rule is called that."""
    return text("objections.basis_own") if basis == "own" else cite(basis, load(settings.CITY_CATALOGUE))


def check(objection: Objection, items: Sequence[Item], chosen: Mapping[int, str]) -> None:
    """Raises ``Conflict`` where it is too early, ``Refused`` where silence would pay off."""
    if not any(outcome != "otherwise" for outcome in chosen.values()):
        return
    if objection.state == "accepted":
        _own_fault(objection, items)
    asked = {one.department_id: one for one in objection.inquiries.all()}
    for item in items:
        inquiry = asked.get(item.department_id or 0)
        if inquiry is None or chosen[item.pk] == "otherwise":
            continue
        if inquiry.state == "asked" and not is_silent(objection, inquiry):
            raise Conflict("TOO_EARLY", text("objections.refused.too_early"))
        if chosen[item.pk] == "nothing" and (item.record_id or item.listing_id) and is_against_source(inquiry):
            raise Refused("AGAINST_SOURCE", text("objections.refused.against_source"))


def is_silent(objection: Objection, inquiry: Inquiry) -> bool:
    """Its day has gone by without an answer; an unknown day never has, and none while the clock stands still."""
    past = inquiry.due_on is not None and inquiry.due_on < timezone.localdate()
    return inquiry.state == "asked" and past and not clocking.is_paused(objection)


def is_against_source(inquiry: Inquiry) -> bool:
    """15 USC 1681i, and 泰州 art. 13: what its source does not or cannot verify does not stay."""
    return inquiry.state == "asked" or inquiry.answer == "cannot_verify"


def is_own_check(objection: Objection, items: Sequence[Item]) -> bool:
    """国办发〔2020〕49号 item 8, 谁认定: whoever listed is asked about an entry always; the centre has nothing of its own to check."""
    return objection.ground in OWN_CHECK and not any(item.listing_id for item in items)


def is_own_fault(objection: Objection, items: Sequence[Item]) -> bool:
    """Without asking a source: the centre's own check, or what is published differs from what the source handed in."""
    if any(item.listing_id for item in items):
        return False
    return objection.ground in OWN_CHECK or any(item.record_id and comparing.compare(item).differs for item in items)


def _own_fault(objection: Objection, items: Sequence[Item]) -> None:
    if any(item.listing_id for item in items):
        raise Conflict("FORWARD_FIRST", text("objections.refused.entry_first"))
    if not is_own_fault(objection, items):
        raise Conflict("FORWARD_FIRST", text("objections.refused.forward_first"))


def pause_basis(profile: str) -> Text | None:
    """Where the profile's law leaves expert tests out of account; None where it does not."""
    basis = profiles.PAUSES.get(profile)
    return quoted(basis) if basis else None
