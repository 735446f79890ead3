"""What lists there are, who is competent, and who is on them, by which procedure and until when."""

from goodstanding.lists.models.disputing import Dispute
from goodstanding.lists.models.kinds import COLOURS, Competence, Criterion, Kind
from goodstanding.lists.models.listing import (
    BLACK_OPEN,
    ENDINGS,
    IN_FORCE,
    OPEN,
    SERVED_HOW,
    STATES,
    Listing,
    Listings,
    Load,
)
from goodstanding.lists.models.remarks import OUTCOMES, Remark
from goodstanding.lists.models.rests import Rest

__all__ = [
    "BLACK_OPEN",
    "COLOURS",
    "ENDINGS",
    "IN_FORCE",
    "OPEN",
    "OUTCOMES",
    "SERVED_HOW",
    "STATES",
    "Competence",
    "Criterion",
    "Dispute",
    "Kind",
    "Listing",
    "Listings",
    "Load",
    "Remark",
    "Rest",
]
