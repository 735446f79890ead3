"""What may be handed in as evidence, how it is kept, and how it goes."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from goodstanding.departments.models import User
from goodstanding.departments.standing import Standing
from goodstanding.ledger.models import Entry
from goodstanding.papers import looking, pdf, reading, sealing, taking
from goodstanding.papers.destroying import destroy
from goodstanding.papers.models import Paper
from goodstanding.papers.taking import as_kept, take
from goodstanding.rules.refusals import Missing, Refused
from tests.papers import files
from tests.papers.files import File

ID = "110101199003071233"


@pytest.fixture
def by(clerk: User, standing_of: Callable[[User], Standing]) -> Standing:
    return standing_of(clerk)


def refused(name: str, content: bytes) -> str:
    """The code of the refusal, '' where it is taken."""
    try:
        looking.look(name, content)
    except Refused as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("委托书.pdf", files.pdf()), ("委托书.PDF", files.pdf(files.stream(b"BT (hello) Tj ET"))), ("a.png", files.png()),
        ("a.jpg", files.jpeg()), ("a.JPEG", files.jpeg()),
    ],
)  # fmt: skip
def test_papers_that_only_show_something_come_in(name: str, content: bytes) -> None:
    assert refused(name, content) == ""


HIDDEN = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
HOSTILE = {
    "PAPER_EMPTY": [("a.pdf", b"")],
    "PAPER_OFFICE": [("a.docm", files.macro()), ("a.pdf", files.macro()), ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)],
    "PAPER_TYPE_UNKNOWN": [("a.pdf", b"<html><script>alert(1)</script>"), ("a.png", b"GIF89a"), ("a.svg", b"<svg/>"), ("a.exe", b"MZ\0")],
    "PAPER_NAME_DISAGREES": [("a.docx", files.pdf()), ("a.png", files.jpeg()), ("a", files.png()), ("a.pdf.exe", files.pdf())],
    "PDF_BROKEN": [("a.pdf", files.pdf()[:-8]), ("a.pdf", b"%PDF-1.7\n")],
    "PDF_LOCKED": [("a.pdf", files.pdf(b"<< /Encrypt 9 0 R >>"))],
    "PDF_INSIDE": [
        ("a.pdf", files.pdf(b"<< /Names << /EmbeddedFiles 5 0 R >> >>")),
        ("a.pdf", files.pdf(files.stream(files.macro(), b"/Type /EmbeddedFile"))),
    ],
    "PDF_ACTIVE": [
        ("a.pdf", files.pdf(HIDDEN)),
        ("a.pdf", files.pdf(b"<< /S /J#61vaScript /#4a#53 (x) >>")),
        ("a.pdf", files.pdf(files.stream(b"5 0 " + HIDDEN, b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"))),
        ("a.pdf", files.pdf(files.stream(b"x" * 300_000 + HIDDEN, b"/Filter /FlateDecode"))),
        ("a.pdf", files.pdf(b"<< /OpenAction << /S /Launch /F (cmd.exe) >> >>")),
        ("a.pdf", files.pdf(b"<< /AcroForm << /XFA [] >> >>")),
    ],
    "PDF_UNUSUAL": [("a.pdf", files.pdf(b"<< /Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode] >>"))],
    "PICTURE_BROKEN": [("a.png", files.png()[:-6]), ("a.jpg", files.jpeg()[:-2]), ("a.png", b"\x89PNG\r\n\x1a\n")],
    "PICTURE_TOO_LARGE": [("a.png", files.png(60_000, 60_000))],
}


@pytest.mark.parametrize(("code", "name", "content"), [(code, *one) for code, each in HOSTILE.items() for one in each])
def test_whatever_does_more_than_show_is_refused_with_what_to_do_instead(code: str, name: str, content: bytes) -> None:
    assert refused(name, content) == code


def test_a_small_pdf_that_unfolds_into_a_large_one_is_refused_before_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "UNFOLDED", 3_000_000)
    assert refused("a.pdf", files.pdf(files.stream(b"\0" * 5_000_000))) == "PDF_TOO_MUCH"
    assert refused("a.pdf", files.pdf(files.stream(b"\0" * 1_000_000), files.stream(b"\0" * 1_000_000))) == ""


def test_streams_that_are_claimed_to_overlap_do_not_make_the_work_grow() -> None:
    # Each claim is itself a stored block of the one before: unfolding every one of them would take the square of their number.
    claim = b"stream\n\x78\x01"
    stored = struct.pack("<BHH", 0, len(claim), 0xFFFF ^ len(claim)) + claim
    assert refused("a.pdf", b"%PDF-1.7\n" + claim + stored * 2000 + files.END) == "PDF_TOO_MUCH"


def test_a_scan_of_many_small_streams_is_read_to_its_end() -> None:
    many = [files.stream(b"BT (%d) Tj ET" % n * 50) for n in range(300)] + [b"<< /Length 3 >>\nstream\nabc\nendstream"] * 300
    assert refused("a.pdf", files.pdf(*many)) == ""
    assert refused("a.pdf", files.pdf(*many, files.stream(HIDDEN))) == "PDF_ACTIVE"


@given(st.binary(max_size=400), st.sampled_from([b"%PDF-1.7\n", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b""]))
def test_whatever_bytes_come_the_answer_is_a_sentence(content: bytes, begins: bytes) -> None:
    for name in ("a.pdf", "a.jpg", "a.png"):
        refused(name, begins + content)


def test_a_photograph_comes_in_without_place_time_and_comments_but_the_right_way_up() -> None:
    for order in "<>":
        taken = looking.look("a.jpg", files.jpeg(exif=files.exif(6, order), comment=b"by Wang", tail=b"PK\x03\x04")).content
        assert b"120.1551E" not in taken
        assert b"Wang" not in taken
        assert taken.endswith(b"\xff\xd9")
        assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in taken
        assert looking.look("a.jpg", taken).content == taken
    shot = looking.look("a.png", files.png(2, 2, (b"tEXt", b"Author\0Wang"), (b"eXIf", b"MM"))).content
    assert shot == files.png()
    assert looking.look("a.jpg", files.jpeg()).content == files.jpeg()


def test_a_files_name_loses_folders_invisible_characters_and_persons_numbers() -> None:
    assert as_kept(f"C:\\桌面\\委托书{ID}.pdf") == "委托书***.pdf"
    assert as_kept("../../etc/pass\u202ewd.pdf") == "passwd.pdf"
    assert len(as_kept("长" * 400 + ".pdf")) < 130


@pytest.mark.django_db
def test_a_paper_is_kept_sealed_served_as_a_file_and_written_down(by: Standing) -> None:
    content = files.pdf(b"<< /Title (secret words) >>")
    paper = take(File(f"函{ID}.pdf", content), purpose="power.letter", by=by)
    assert (paper.name, paper.media_type, paper.size) == ("函***.pdf", "application/pdf", len(content))
    assert paper.sha256 == hashlib.sha256(content).hexdigest()
    assert b"secret words" not in bytes(Paper.objects.get().content or b"")
    assert reading.content(paper) == content
    served = reading.response(paper)
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served.headers["Content-Security-Policy"]
    entry = Entry.objects.get(event="paper:taken_in")
    assert entry.data == {"purpose": "power.letter", "sha256": paper.sha256, "size": paper.size}
    assert ID not in str(list(Entry.objects.values())) + str(list(Paper.objects.values("name", "by")))


@pytest.mark.django_db
def test_two_papers_cannot_exchange_their_content(by: Standing) -> None:
    one, two = (take(File("a.png", files.png()), purpose="evidence", by=by) for _ in range(2))
    with pytest.raises(InvalidTag):
        sealing.unseal(one.content or b"", two.pk)


@pytest.mark.django_db
def test_what_is_destroyed_is_gone_and_its_hash_stays(by: Standing) -> None:
    paper = take(File("a.png", files.png()), purpose="evidence", by=by)
    destroy(paper, by=by, because=f"已作出决定 {ID}")
    assert (paper.content, paper.is_there, paper.sha256) == (None, False, hashlib.sha256(files.png()).hexdigest())
    with pytest.raises(Missing):
        reading.content(paper)
    destroy(paper, by=by, because="again")
    assert Entry.objects.get(event="paper:destroyed").because == "已作出决定 ***"


CHANGES = (
    "DELETE FROM papers_paper", "UPDATE papers_paper SET sha256 = repeat('0', 64)", "UPDATE papers_paper SET content = '\\x00'",
    "UPDATE papers_paper SET name = 'b.png'", "UPDATE papers_paper SET content = NULL", "UPDATE papers_paper SET destroyed_at = now()",
    "UPDATE papers_paper SET content = NULL, destroyed_at = now(), destroyed_by = 'x'",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("sql", CHANGES)
def test_the_database_lets_nothing_happen_to_a_paper_but_its_destruction(by: Standing, sql: str) -> None:
    take(File("a.png", files.png()), purpose="evidence", by=by)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Paper.objects.get().is_there


@pytest.mark.django_db
def test_what_is_destroyed_does_not_come_back(by: Standing) -> None:
    paper = take(File("a.png", files.png()), purpose="evidence", by=by)
    destroy(paper, by=by, because="decided")
    for change in ("content = '\\x00', destroyed_at = NULL, destroyed_by = '', destroyed_because = ''", "destroyed_because = 'x'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE papers_paper SET {change}")
    assert not Paper.objects.get().is_there


@pytest.mark.django_db
def test_an_account_of_ones_own_does_not_fill_the_disk(by: Standing, stranger: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "A_DAY", 2)
    self_made = Standing(label="charlie", role="account", user_id=stranger.pk)
    for whose in (self_made, self_made, by, by, by):
        take(File("a.png", files.png()), purpose="evidence", by=whose)
    with pytest.raises(Refused) as refusal:
        take(File("a.png", files.png()), purpose="evidence", by=self_made)
    assert (refusal.value.code, refusal.value.status) == ("PAPERS_TOO_OFTEN", 429)
