"""Records and revisions, and what is kept about those that were taken back from a wrong organisation.

``Record.everything`` is for the desk, ``Record.public`` for anybody; there is no ``.objects``, so that whoever reads has to choose.
Expired and shown are date comparisons, never stored.
"""

from goodstanding.records.models.keeping import Entering, PublicRecords, Record, Records, Revision, Window
from goodstanding.records.models.undoing import UNDONE, Echo, Outing, Undoing

__all__ = ("UNDONE", "Echo", "Entering", "Outing", "PublicRecords", "Record", "Records", "Revision", "Undoing", "Window")
