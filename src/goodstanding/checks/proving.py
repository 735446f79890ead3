"""That a receipt stands under its seal: the hashes from its answer to the root that the public log has."""

from __future__ import annotations

from dataclasses import dataclass

from goodstanding.checks import sealing
from goodstanding.checks.models import Check, Seal
from goodstanding.publiclog import merkle
from goodstanding.rules.refusals import Conflict
from goodstanding.ui.texts import text


@dataclass(frozen=True, slots=True)
class Proof:
    """``path`` leads from ``leaf_hash(sha256 of the answer)`` to ``root`` (RFC 9162 section 2.1.3)."""

    seal: Seal
    sha256: bytes
    index: int
    size: int
    path: tuple[bytes, ...]
    root: bytes


def proof(check: Check) -> Proof:
    """Raises ``Conflict`` in the minute before it is sealed."""
    if check.seal_id is None:
        raise Conflict("NOT_SEALED_YET", text("checks.refused.not_sealed"))
    seal = Seal.objects.get(pk=check.seal_id)
    rows = list(Check.objects.filter(seal=seal).order_by("id").values_list("id", "sha256"))
    index = next(place for place, (pk, _) in enumerate(rows) if pk == check.pk)
    leaves = [merkle.leaf_hash(bytes(one)) for _, one in rows]
    path = tuple(sealing.subtree(leaves, *one) for one in merkle.inclusion(index, len(leaves)))
    made = Proof(seal, bytes(check.sha256), index, len(leaves), path, bytes(seal.root))
    if not holds(made):
        raise RuntimeError(f"{check.number}: the receipts under its seal are not those that were sealed")
    return made


def holds(one: Proof) -> bool:
    """As anybody can compute it who has the answer's bytes."""
    return merkle.includes(merkle.leaf_hash(one.sha256), one.index, one.size, one.path, one.root)
