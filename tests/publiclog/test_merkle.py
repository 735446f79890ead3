"""The tree is RFC 9162's: roots, proofs, and what verifies them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goodstanding.publiclog import merkle
from goodstanding.publiclog.merkle import Perfect
from tests.publiclog import reference

LEAVES = [f"leaf {n}".encode() for n in range(700)]
SIZES = st.integers(1, len(LEAVES))
# The inputs and roots that implementations of RFC 6962 have long been compared by.
KNOWN = [bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def looking(leaves: Sequence[bytes]) -> merkle.Hashes:
    return lambda wanted: [subtree(tuple(leaves), one) for one in wanted]


@cache
def subtree(leaves: tuple[bytes, ...], one: Perfect) -> bytes:
    return reference.root(leaves[one.start : one.start + (1 << one.height)])


def root(leaves: Sequence[bytes]) -> bytes:
    return merkle.hashes_of([(0, len(leaves))], looking(leaves))[0] if leaves else merkle.EMPTY


def test_known_roots() -> None:
    assert {size: root(KNOWN[:size]).hex() for size in ROOTS} == ROOTS
    assert {size: reference.root(KNOWN[:size]).hex() for size in ROOTS} == ROOTS


@given(size=SIZES, data=st.data())
@settings(max_examples=150, deadline=None)
def test_every_inclusion_proof_is_the_standards_and_verifies(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = LEAVES[:size]
    proof = merkle.hashes_of(merkle.inclusion(index, size), looking(leaves))
    assert proof == reference.path(index, leaves)
    assert merkle.includes(merkle.leaf_hash(leaves[index]), index, size, proof, root(leaves))


@given(new=SIZES, data=st.data())
@settings(max_examples=150, deadline=None)
def test_every_consistency_proof_is_the_standards_and_verifies(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(0, new))
    leaves = LEAVES[:new]
    proof = merkle.hashes_of(merkle.consistency(old, new), looking(leaves))
    assert proof == (reference.proof(old, leaves) if old else [])
    assert merkle.continues(old, new, proof, root(leaves[:old]), root(leaves))


@given(size=st.integers(2, 600), data=st.data())
@settings(max_examples=150, deadline=None)
def test_any_flipped_bit_any_other_place_and_any_shortened_proof_fails(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = LEAVES[:size]
    leaf, whole = merkle.leaf_hash(leaves[index]), root(leaves)
    proof = reference.path(index, leaves)
    changed = flipped([leaf, whole, *proof], data)
    assert not merkle.includes(changed[0], index, size, changed[2:], changed[1])
    other = data.draw(st.integers(0, size - 1))
    assume(other != index)
    assert not merkle.includes(leaf, other, size, proof, whole)
    assert not merkle.includes(leaf, index, size, proof[:-1], whole)
    assert not merkle.includes(leaf, index, size, [*proof, leaf], whole)
    assert not merkle.includes(leaf, size, size, proof, whole)


@given(new=st.integers(2, 600), data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_tree_that_does_not_continue_the_old_one_has_no_proof(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    leaves = LEAVES[:new]
    before, after = root(leaves[:old]), root(leaves)
    proof = reference.proof(old, leaves)
    changed = flipped([before, after, *proof], data)
    assert not merkle.continues(old, new, changed[2:], changed[0], changed[1])
    assert not merkle.continues(new, old, proof, after, before)
    assert not merkle.continues(old, new, proof[:-1], before, after)
    # Rewritten: one old leaf is another, everything else is right.
    place = data.draw(st.integers(0, old - 1))
    other = [*leaves[:place], b"another", *leaves[place + 1 :]]
    assert not merkle.continues(old, new, reference.proof(old, other), before, root(other))


def flipped(hashes: Sequence[bytes], data: st.DataObject) -> list[bytes]:
    """One bit of one of them is another."""
    which, bit = data.draw(st.integers(0, len(hashes) - 1)), data.draw(st.integers(0, 255))
    changed = list(hashes)
    changed[which] = (int.from_bytes(hashes[which], "big") ^ (1 << bit)).to_bytes(32, "big")
    return changed


@given(st.integers(0, 2**40), st.integers(0, 2**20))
def test_perfect_subtrees_of_a_tree_are_whole_aligned_and_in_one_tile(start: int, more: int) -> None:
    assume(start == 0 or more <= start & -start)
    at = start
    for one in merkle.perfects(start, start + more):
        assert one.start == at
        assert one.start % (1 << one.height) == 0
        place = merkle.in_tile(one)
        assert place.first + place.width <= merkle.WIDTH
        assert place.width * 256**place.level == 1 << one.height
        at += 1 << one.height
    assert at == start + more
