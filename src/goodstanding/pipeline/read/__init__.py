"""Reading what departments hand in: :func:`open_table` for any format, :func:`find_header` for the row that names the columns."""

from goodstanding.pipeline.read.opening import open_table
from goodstanding.pipeline.read.tables import Direct, Limits, Merged, Note, Row, Sheet, Tables

__all__ = ["Direct", "Limits", "Merged", "Note", "Row", "Sheet", "Tables", "open_table"]
