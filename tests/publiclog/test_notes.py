"""Notes as other programs write and read them."""

from __future__ import annotations

from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.publiclog import notes
from goodstanding.publiclog.notes import Checkpoint, Unreadable, Verifier

# The example of Go's own package for notes; Ed25519 gives the same signature every time.
KEY = Verifier.read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
PRIVATE = Ed25519PrivateKey.from_private_bytes(b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:])
WORDS = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NOTE = f"{WORDS}\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
TEXT = notes.body(Checkpoint("example.cn/log", 12, bytes(32)))
WITNESS = notes.verifier("audit.example.cn/w", PRIVATE, notes.COSIGNATURE)


def test_a_note_of_another_program_opens_and_ours_is_the_same() -> None:
    assert notes.opened(NOTE, KEY) == WORDS
    assert notes.sign(WORDS, "PeterNeumann", PRIVATE) == NOTE
    assert str(KEY) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


@given(st.integers(0, len(NOTE) - 1), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_changed_note_does_not_open(place: int, character: str) -> None:
    changed = NOTE[:place] + character + NOTE[place + 1 :]
    if changed == NOTE:
        return
    try:
        opened = notes.opened(changed, KEY)
    except Unreadable:
        return
    assert opened == WORDS, "base64 has spare bits: the same signature may be written in two ways"


def test_what_is_not_a_note_a_checkpoint_or_a_key_is_unreadable() -> None:
    for note in ("", "text\n", WORDS, f"{WORDS}\n- PeterNeumann AAAA\n", f"{WORDS}\n\u2014 PeterNeumann !\n", NOTE[:-1], NOTE + "\x00\n"):
        with pytest.raises(Unreadable):
            notes.opened(note, KEY)
    for text in (
        "",
        "a\n",
        "a\n1\n",
        "a\n01\n" + "A" * 43 + "=\n",
        "a\n-1\n" + "A" * 43 + "=\n",
        "a\n1\nAAAA\n",
        "\n1\n" + "A" * 43 + "=\n",
    ):
        with pytest.raises(Unreadable):
            notes.checkpoint(text)
    for key in ("", "a", "a+b+c", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "PeterNeumann+c74f20a3+ARpc"):
        with pytest.raises(Unreadable):
            Verifier.read(key)


def test_a_checkpoint_reads_as_it_was_written() -> None:
    assert notes.checkpoint(TEXT) == Checkpoint("example.cn/log", 12, bytes(32))


def test_a_cosignature_says_when_and_is_of_this_checkpoint_alone() -> None:
    note = notes.sign(TEXT, "example.cn/log", PRIVATE)
    line = notes.cosign(TEXT, WITNESS.name, PRIVATE, 1_795_000_000)
    assert notes.cosigned_at(note + line, WITNESS) == 1_795_000_000
    assert notes.cosigned_at(note, WITNESS) is None
    other = notes.sign(TEXT.replace("12", "13"), "example.cn/log", PRIVATE)
    assert notes.cosigned_at(other + line, WITNESS) is None
    assert notes.opened(note + line, notes.verifier("example.cn/log", PRIVATE)) == TEXT
