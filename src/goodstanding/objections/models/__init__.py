"""Objections, what their sources are asked, the papers handed in with them, and errors anybody reports."""

from goodstanding.objections.models.cases import CHANNELS, GROUNDS, OUTCOMES, OVER, SETTLEMENTS, Draft, Item, Objection, Pause
from goodstanding.objections.models.inquiries import ANSWERS, Evidence, Inquiry
from goodstanding.objections.models.reports import ErrorReport

__all__ = (
    "ANSWERS",
    "CHANNELS",
    "GROUNDS",
    "OUTCOMES",
    "OVER",
    "SETTLEMENTS",
    "Draft",
    "ErrorReport",
    "Evidence",
    "Inquiry",
    "Item",
    "Objection",
    "Pause",
)
