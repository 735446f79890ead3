"""Issues that the register itself has put right close by themselves, with the reason why nobody has to answer any more."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from goodstanding.ledger.moving import move
from goodstanding.ledger.standing import SYSTEM
from goodstanding.organisations.issues.in_register import HOLDERS
from goodstanding.organisations.models import CodeIssue
from goodstanding.rules.refusals import Conflict
from goodstanding.ui.texts import text

_HELD = """
    (issue.evidence @> '{"held": true}' AND NOT EXISTS (
        SELECT 1 FROM organisations_identifier known WHERE known.value = issue.code AND known.organisation_id = issue.organisation_id
            AND known.known_until IS NULL AND known.valid_until IS NULL))
"""
_LIVE_USCC = """
    EXISTS (SELECT 1 FROM organisations_identifier live WHERE live.organisation_id = issue.organisation_id AND live.kind = 'uscc'
        AND live.known_until IS NULL AND live.valid_until IS NULL AND live.value <> issue.code {more})
"""
# The other body's issue about the same code has ended with a correction: one body has the code.
_OTHER_CORRECTED = """
    EXISTS (SELECT 1 FROM organisations_codeissue answered
        WHERE answered.kind = issue.kind AND answered.code = issue.code AND answered.organisation_id = issue.other_id
            AND answered.other_id = issue.organisation_id AND answered.state = 'corrected' AND answered.closed_at >= issue.opened_at)
"""
_ONE_BODY = """
    (SELECT count(DISTINCT coalesce(body.merged_into_id, body.id)) FROM organisations_organisation body
     WHERE body.id IN (issue.organisation_id, issue.other_id)) = 1
"""
RIGHT_AGAIN: dict[str, tuple[str, ...]] = {
    "wrong": (
        _HELD,
        "EXISTS (SELECT 1 FROM organisations_codeexception one WHERE one.code = issue.code AND one.ended_at IS NULL)",
        _LIVE_USCC.format(more="AND live.known_from > issue.opened_at"),
    ),
    "placeholder": (_LIVE_USCC.format(more=""),),
    "shared": (
        _HELD,
        _OTHER_CORRECTED,
        f"issue.other_id IS NOT NULL AND issue.organisation_id IS NOT NULL AND {_ONE_BODY}",
        f"""(issue.evidence @> '{{"held": true}}' AND (SELECT count(*) FROM ({
            HOLDERS.format(only="AND known.core = CASE length(issue.code) WHEN 18 THEN substr(issue.code, 9, 9) ELSE issue.code END")
        }) holder) < 2)""",
    ),
    "several": (
        _HELD,
        """(issue.evidence @> '{"held": true}' AND (SELECT count(*) FROM organisations_identifier live
            WHERE live.organisation_id = issue.organisation_id AND live.kind = 'uscc' AND live.known_until IS NULL
            AND live.valid_until IS NULL) < 2)""",
    ),
    # Every name it came with is, or was, one of the body's: it was renamed, or a clerk has settled that this is it.
    "name_differs": (
        """NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text(issue.evidence -> 'names') AS came (name) WHERE NOT EXISTS (
            SELECT 1 FROM organisations_name known WHERE known.organisation_id = issue.organisation_id
            AND known.normal_name = came.name AND known.known_until IS NULL))""",
        """NOT EXISTS (SELECT 1 FROM organisations_pendingrow waiting WHERE waiting.code = issue.code
            AND waiting.candidate_id = issue.organisation_id AND NOT (waiting.state = 'settled'
            AND waiting.organisation_id = issue.organisation_id))""",
    ),
    "retired": (
        """EXISTS (SELECT 1 FROM organisations_identifier live WHERE live.value = issue.code AND live.kind = 'uscc'
            AND live.known_until IS NULL AND live.valid_until IS NULL)""",
    ),
}
"""Kind -> conditions of which one is enough."""
_RIGHT = " UNION ALL ".join(
    f"SELECT issue.id FROM organisations_codeissue issue WHERE issue.state = 'open' AND issue.kind = '{kind}'"
    f" AND ({' OR '.join(conditions)})"
    for kind, conditions in RIGHT_AGAIN.items()
)


def vanish(cursor: CursorWrapper, *, still: Iterable[int] = ()) -> int:
    """Close every open issue that the register answers by itself; ``still`` were found just now. Returns how many."""
    closed, kept = 0, set(still)
    # One correction can be what another issue waited for, so it is asked until nothing more follows.
    while True:
        cursor.execute(_RIGHT)
        right = [number for (number,) in cursor.fetchall() if number not in kept]
        done = close(right, because=text("organisations.issues.vanished.register").zh)
        closed += done
        if not done:
            return closed


def close(numbers: Iterable[int], *, because: str) -> int:
    """Close these; one by one through the procedure, for each has its own entry and somebody may just be answering it."""
    done = 0
    for issue in CodeIssue.objects.filter(pk__in=list(numbers), state="open"):
        try:
            with transaction.atomic():
                CodeIssue.objects.filter(pk=issue.pk, state="open").update(closed_at=timezone.now())
                move(issue, "vanish", by=SYSTEM, because=because)
        except Conflict:
            continue
        done += 1
    return done
