"""Public acts become leaves: each once, in order, opened by what stands beside them and by nothing else."""

from __future__ import annotations

import re
import zlib
from base64 import b64encode
from collections import Counter
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.utils import timezone

from goodstanding.departments.models import Department
from goodstanding.departments.standing import SYSTEM, Standing
from goodstanding.ledger.models import Entry
from goodstanding.ledger.writing import write
from goodstanding.publiclog import keys, purging, reading, sequencing
from goodstanding.publiclog.models import Checkpoint, Head, Opening
from goodstanding.publiclog.verifying import faults
from goodstanding.records import correcting, ending, marking, suspending, undoing
from goodstanding.records.correcting import Cause
from goodstanding.records.ending import Reason
from goodstanding.records.models import Record
from goodstanding.rules.refusals import Conflict, Unusable
from tests.publiclog.making import content_of, founded, one, published

pytestmark = pytest.mark.django_db(transaction=True)
CASE = {"case": uuid4(), "number": "临信异〔2026〕1号"}


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    founded()


def events() -> list[str]:
    return list(Opening.objects.order_by("leaf").values_list("event", flat=True))


def test_every_public_act_is_one_leaf_in_the_ledgers_order(tmp_path: Path, market: Department) -> None:
    record = one(tmp_path, market)
    one(tmp_path, market, CF_NR="罚款3000元")
    marking.mark({record.pk: ["CF_NR"]}, kind="objection", words="金额有误", by=SYSTEM, **CASE)
    suspending.suspend([record.pk], because="silent_source", since=timezone.localdate() + timedelta(days=3), by=SYSTEM, **CASE)
    suspending.resume(case=CASE["case"], by=SYSTEM)
    record.refresh_from_db()
    correcting.correct(
        record, {"CF_NR": "罚款2500元"}, because=Cause(case=CASE["case"], number=CASE["number"], words="金额写错"), by=SYSTEM
    )
    marking.unmark(case=CASE["case"], by=SYSTEM)
    ending.end([record.pk], reason=Reason(because="annulled", basis="penalty-law:48", words="复议撤销", document="临政复决1号"), by=SYSTEM)
    assert sequencing.sequence() == 8
    assert sequencing.sequence() == 0
    assert events() == [
        f"record:{what}" for what in ["entered", "revised", "marked", "suspended", "resumed", "corrected", "unmarked", "ended"]
    ]
    said = content_of(record.pk)
    assert [one.get("fields", {}).get("CF_NR") for one in said if isinstance(one.get("fields"), dict)] == [
        "罚款2000元",
        "罚款3000元",
        "罚款2500元",
    ]
    assert {one["record"] for one in said} == {str(record.pk)}
    assert said[2] | {"mark": 0, "at": ""} == {
        "v": 1, "event": "record:marked", "at": "", "record": str(record.pk), "mark": 0, "kind": "objection", "case": CASE["number"],
        "fields": ["CF_NR"], "words": "金额有误",
    }  # fmt: skip
    assert said[-1]["because"] == "annulled"
    assert said[-1]["words"] == "复议撤销"
    assert "fields" not in said[-1]
    assert "decision_no" not in said[-1]


def test_a_leaf_tells_time_and_kind_of_act_and_commits_to_the_rest(tmp_path: Path, market: Department) -> None:
    one(tmp_path, market)
    sequencing.sequence()
    opening = Opening.objects.get()
    entry = orjson.loads(reading.entry(0))
    assert set(entry) == {"v", "at", "event", "commitment"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00Z", entry["at"])
    content = zlib.decompress(opening.content)
    assert entry["commitment"] == b64encode(sha256(bytes(opening.salt) + content).digest()).decode()
    assert len(bytes(opening.salt)) == 32
    assert content == orjson.dumps(orjson.loads(content), option=orjson.OPT_SORT_KEYS)


def test_equal_contents_have_unlike_leaves(tmp_path: Path, market: Department) -> None:
    published(tmp_path, market, range(1, 40))
    sequencing.sequence()
    assert len(set(Opening.objects.values_list("salt", flat=True))) == 39
    assert len({reading.entry(n) for n in range(39)}) == 39


def test_names_of_persons_are_in_no_opening(tmp_path: Path, market: Department) -> None:
    one(tmp_path, market, CF_FRDB="欧阳青")
    sequencing.sequence()
    (content,) = (zlib.decompress(found.content).decode() for found in Opening.objects.all())
    assert "欧阳青" not in content
    assert "CF_FRDB" not in content
    assert "罚款2000元" in content


def test_what_is_never_shown_is_in_no_leaf_until_it_is(tmp_path: Path, market: Department) -> None:
    record = one(tmp_path, market, CF_CFLB="警告")
    assert record.held
    marking.mark({record.pk: []}, kind="objection", words="", by=SYSTEM, **CASE)
    ending.end([one(tmp_path, market, 2, CF_CFLB="警告").pk], reason=Reason(because="withdrawn", basis="penalty-law:48"), by=SYSTEM)
    assert sequencing.sequence() == 0
    one(tmp_path, market)
    assert sequencing.sequence() == 1
    one(tmp_path, market, CF_CFLB="警告")
    assert sequencing.sequence() == 1
    assert events() == ["record:revised", "record:revised"]
    assert content_of(record.pk)[1]["held"] == "warning_only"


def test_an_act_the_log_gets_to_late_says_what_it_said_then(tmp_path: Path, market: Department) -> None:
    """Between two acts nobody read the ledger: the earlier one is not told in the later one's words or window."""
    early, late = date.today() - timedelta(days=80), date.today() - timedelta(days=40)  # noqa: DTZ011 - a decision's day
    in_time = one(tmp_path, market, CF_JDRQ=early.isoformat())
    sequencing.sequence()
    backlog = one(tmp_path, market, 2, CF_JDRQ=early.isoformat())
    for number in (1, 2):
        one(tmp_path, market, number, CF_JDRQ=late.isoformat(), CF_NR="罚款9000元")
    sequencing.sequence()
    first, second = content_of(in_time.pk), content_of(backlog.pk)
    assert first[0]["shown_until"] != first[1]["shown_until"]
    for told, right in zip(second, first, strict=True):
        unlike = {"record", "decision_no", "fields", "at"}
        assert {key: value for key, value in told.items() if key not in unlike} == {k: v for k, v in right.items() if k not in unlike}
        assert told["fields"]["CF_NR"] == right["fields"]["CF_NR"]  # type: ignore[index]


def test_what_was_another_organisations_is_taken_back_in_the_log_too(tmp_path: Path, market: Department) -> None:
    record = one(tmp_path, market)
    done = undoing.take_off(record, by=Standing(label="Bob", role="clerk"), because="不是该公司")
    assert f"/log/records/{record.pk}.json" in set(done.outings.values_list("address", flat=True))
    sequencing.sequence()
    assert events() == ["record:entered", "record:taken_back"]
    assert set(content_of(record.pk)[1]) == {"v", "event", "at", "record"}


def test_a_purged_record_leaves_its_leaves_and_nothing_that_opens_them(tmp_path: Path, market: Department) -> None:
    record, other = published(tmp_path, market, [1, 2])
    held = one(tmp_path, market, 3, CF_CFLB="警告")
    sequencing.sequence()
    before = [reading.entry(n) for n in range(2)]
    purged = purging.purge([record.pk, held.pk])
    assert purged == {record.pk}
    for gone in (record, held):
        write("record:purged", gone, by=SYSTEM, data={"logged": gone.pk in purged})
    assert sequencing.sequence() == 1
    assert [reading.entry(n) for n in range(2)] == before
    assert list(Opening.objects.filter(organisation_id=record.organisation_id).values_list("record_id", flat=True)) == [other.pk]
    assert content_of(record.pk) == [content_of(record.pk)[0]]
    assert set(content_of(record.pk)[0]) == {"v", "event", "at", "record"}
    assert list(faults()) == []


def test_nothing_is_purged_that_the_log_would_open_afterwards(tmp_path: Path, market: Department) -> None:
    record = one(tmp_path, market)
    with pytest.raises(Conflict):
        purging.purge([record.pk])
    sequencing.sequence()
    one(tmp_path, market, 2)
    write("record:purged", record, by=SYSTEM)
    assert purging.purge([record.pk]) == {record.pk}


def test_an_empty_log_has_a_checkpoint_too() -> None:
    assert sequencing.sequence() == 0
    assert Checkpoint.objects.get().note.startswith("localhost:8000/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n")


def test_batches_are_whole_transactions_with_the_cursor(tmp_path: Path, market: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault between leaves and cursor leaves nothing; what was done stands."""
    published(tmp_path, market, range(1, 10))
    assert sequencing.one_batch(4).appended == 4

    def fails(*_: object) -> str:
        raise OSError("no room left")

    with monkeypatch.context() as patched:
        patched.setattr(keys, "sign", fails)
        with pytest.raises(OSError, match="no room"):
            sequencing.sequence()
    assert Head.objects.get().size == Opening.objects.count() == Checkpoint.objects.latest("size").size == 4
    assert sequencing.sequence(batch=2) == 5
    assert Counter(Opening.objects.values_list("record_id", flat=True)) == Counter(Record.everything.values_list("pk", flat=True))
    assert not sequencing.waiting().exists()
    assert list(faults()) == []


def test_another_key_signs_nothing(tmp_path: Path, market: Department) -> None:
    one(tmp_path, market)
    sequencing.sequence()
    one(tmp_path, market, 2)
    (tmp_path / "log_key").unlink()
    keys._kept.cache_clear()
    with pytest.raises(Unusable) as refused:
        sequencing.sequence()
    assert refused.value.code == "LOG_KEY_CHANGED"
    assert Checkpoint.objects.count() == 1


def test_the_key_is_kept_sealed_and_private(tmp_path: Path) -> None:
    seed = keys.private().private_bytes_raw()
    file = tmp_path / "log_key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert b64encode(seed) not in file.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["log_key"]
    keys._kept.cache_clear()
    assert keys.private().private_bytes_raw() == seed


def test_a_key_that_is_handed_over_is_used_and_a_wrong_one_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    keys.private()
    settings.FIELD_KEY = "x" * 64
    with pytest.raises(Unusable) as refused:
        keys.private()
    assert refused.value.code == "LOG_KEY_SEALED"
    monkeypatch.setenv("LOG_KEY", b64encode(bytes(range(32))).decode())
    assert keys.private().private_bytes_raw() == bytes(range(32))
    for wrong in ("!", "AAAA", b64encode(bytes(33)).decode()):
        monkeypatch.setenv("LOG_KEY", wrong)
        with pytest.raises(Unusable):
            keys.private()


def test_the_name_of_a_log_outlives_the_sites(settings: Any, tmp_path: Path, market: Department) -> None:
    sequencing.sequence()
    settings.PUBLIC_URL = "https://credit.example.cn/city"
    one(tmp_path, market)
    sequencing.sequence()
    assert keys.origin() == "localhost:8000/log"


def test_a_database_from_an_older_backup_does_not_fork_the_log(tmp_path: Path, market: Department) -> None:
    one(tmp_path, market)
    sequencing.sequence()
    published = (tmp_path / "log_published").read_bytes()
    one(tmp_path, market, 2)
    sequencing.sequence()
    later = (tmp_path / "log_published").read_bytes()
    (tmp_path / "log_published").write_bytes(published)  # known: an older one. The log goes on
    one(tmp_path, market, 3)
    assert sequencing.sequence() == 1
    known = orjson.loads(later)
    (tmp_path / "log_published").write_bytes(orjson.dumps(known | {"size": 9}))
    with pytest.raises(Conflict) as refused:
        sequencing.sequence()
    assert refused.value.code == "LOG_BEHIND"
    (tmp_path / "log_published").write_bytes(orjson.dumps(known | {"root": "00" * 32}))
    with pytest.raises(Conflict):
        sequencing.sequence()
    assert Entry.objects.filter(event="record:entered").count() == 3
