"""Everything the city believes and shows, without the numbers the database gives: two cities with the same history are equal."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from django.test import Client

from goodstanding.organisations import families, judging, sealing
from goodstanding.organisations.models import Identifier, Judgement, Name, Organisation, PendingRow
from goodstanding.records.models import Record
from goodstanding.records.standing import statements

WHAT = (
    "kind", "identity", "department__code", "organ_code", "organ_name", "decision_no", "decided_on", "category", "klass", "valid_from",
    "valid_until", "regime", "basis", "shown_from", "shown_until", "claim", "held", "ended_on", "fingerprint", "organisation__uscc",
)  # fmt: skip
PASSING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}年\d+月\d+日 \d\d:\d\d|<[^>]*csrf[^>]*>")
"""What differs between two cities that are the same: keys, and the minute something came."""


def believed() -> dict[str, Any]:
    """Organisations, names, codes, records, what waits, what is remembered."""
    everything = Record.everything.filter(taken_back=False)
    said = {record.pk: statements(record.pk)[-1:] for record in everything}
    waiting = PendingRow.objects.values_list("normal_name", "code", "kind", "state", "organisation__uscc", "fields")
    words = Judgement.objects.values_list("normal_name", "code").distinct()
    return {
        "bodies": _sorted(Organisation.objects.values_list("uscc", "name", "status", "district", "category", "merged_into__uscc")),
        "names": _sorted(Name.objects.filter(known_until=None).values_list("organisation__uscc", "name", "valid_from", "valid_until")),
        "codes": _sorted(Identifier.objects.filter(known_until=None).values_list("organisation__uscc", "kind", "value", "issue")),
        "records": _sorted(everything.values_list(*WHAT)),
        "public": _sorted(Record.public.values_list(*WHAT)),
        "content": _sorted((one.data, sealing.unseal(one.sealed)) for each in said.values() for one in each),
        "waiting": _sorted(waiting),
        "remembered": _sorted(
            (name, code, Organisation.objects.get(pk=body).uscc, one.verdict)
            for name, code in words
            for body, one in judging.latest(name, code).items()
        ),
    }


def shown() -> dict[str, str]:
    """What anybody reads: the pages of every organisation, its record pages, the lists, the feeds, the search, the answers to programs."""
    visitor, pages = Client(), {}
    for body in Organisation.objects.all():
        for address in (
            f"/organisations/{body.uscc}",
            f"/search?q={body.uscc}",
            f"/search?q={body.name}",
            f"/penalties?organisation={body.uscc}",
        ):
            pages[address] = words(visitor.get(address, follow=True).content.decode())
        address = f"/api/v1/public/organisations/{body.uscc}"
        pages[address] = visitor.get(address).content.decode()
    for address in ("/penalties", "/permits"):
        pages[address] = words(visitor.get(address).content.decode())
    each = (words(visitor.get(f"/records/{record.pk}").content.decode()) for record in Record.public.all())
    return pages | {f"record {n}": page for n, page in enumerate(sorted(each))}


def fingerprint() -> str:
    """One number for all of it."""
    return hashlib.sha256(json.dumps([believed(), shown()], default=str, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def families_of_all() -> dict[int, int]:
    """Every entry's root."""
    return families.roots(Organisation.objects.values_list("pk", flat=True))


def words(page: str) -> str:
    """A page's text."""
    main = page.split("<main", 1)[-1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", PASSING.sub("", main)))


def _sorted(rows: Any) -> list[str]:
    return sorted(json.dumps(row, default=str, sort_keys=True, ensure_ascii=False) for row in rows)
