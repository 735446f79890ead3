"""What the ledger writes. ``thing:what``, stored as text; a value is never renamed or reused, because entries stay for ever."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """Grouped by the thing that something happened to."""

    SUBMISSION_RECEIVED = "submission:received"
    SUBMISSION_NOTHING = "submission:nothing"
    SUBMISSION_CHECKING = "submission:checking"
    SUBMISSION_CHECKED = "submission:checked"
    SUBMISSION_REFUSED = "submission:refused"
    SUBMISSION_CONFIRMED = "submission:confirmed"
    SUBMISSION_ENTERED = "submission:entered"
    SUBMISSION_WITHDRAWN = "submission:withdrawn"
    SUBMISSION_MAPPED = "submission:mapped"
    SUBMISSION_PERSONS_COUNTED = "submission:persons_counted"
    RECORD_ENTERED = "record:entered"
    RECORD_REVISED = "record:revised"
    RECORD_WITHDRAWN = "record:withdrawn"
    ORGANISATION_REGISTERED = "organisation:registered"
    ORGANISATION_OPENED = "organisation:opened"
    ORGANISATION_RENAMED = "organisation:renamed"
    ORGANISATION_IDENTIFIED = "organisation:identified"
    ORGANISATION_CLOSED = "organisation:closed"
    CODE_EXCEPTION_ADMITTED = "code_exception:admitted"
    CODE_EXCEPTION_ENDED = "code_exception:ended"
    QUEUE_ADDED = "queue:added"
    QUEUE_DECIDED = "queue:decided"
    DEPARTMENT_CREATED = "department:created"
    DEPARTMENT_CHANGED = "department:changed"
    ACCOUNT_CREATED = "account:created"
    ACCOUNT_PASSWORD_RESET = "account:password_reset"  # noqa: S105 - the name of an event
    APPOINTMENT_MADE = "appointment:made"
    APPOINTMENT_ENDED = "appointment:ended"
    CLIENT_CREATED = "client:created"
    CLIENT_ENDED = "client:ended"
    MAPPING_SAVED = "mapping:saved"
    ACCESS_REFUSED = "access:refused"
    ACCESS_SIGNED_IN = "access:signed_in"
    ACCESS_SIGN_IN_FAILED = "access:sign_in_failed"
    ACCESS_SIGNED_OUT = "access:signed_out"
    ACCESS_LOOKED_UP = "access:looked_up"
    ACCESS_EXPORTED = "access:exported"
