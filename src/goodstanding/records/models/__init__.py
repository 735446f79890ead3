"""Records and revisions, and what is kept about those that were taken back from a wrong organisation.

``Record.everything`` is for the desk, ``Record.public`` for anybody; there is no ``.objects``, so that whoever reads has to choose.
Expired and shown are date comparisons, never stored.
"""

from goodstanding.records.models.keeping import Entering, PublicRecords, Record, Records, Revision, Window
from goodstanding.records.models.proceedings import FALLS, PROCEEDINGS, STANDS, Proceeding
from goodstanding.records.models.process import ENDINGS, MARKS, SUSPENSIONS, Correction, Ending, Mark, Suspension
from goodstanding.records.models.retaining import Purge, Retention
from goodstanding.records.models.undoing import UNDONE, Echo, Outing, Undoing

__all__ = (
    "ENDINGS",
    "FALLS",
    "MARKS",
    "PROCEEDINGS",
    "STANDS",
    "SUSPENSIONS",
    "UNDONE",
    "Correction",
    "Echo",
    "Ending",
    "Entering",
    "Mark",
    "Outing",
    "Proceeding",
    "PublicRecords",
    "Purge",
    "Record",
    "Records",
    "Retention",
    "Revision",
    "Suspension",
    "Undoing",
    "Window",
)
