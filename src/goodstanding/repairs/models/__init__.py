"""Applications for repair, what was handed in with them, bars after false papers, maskings by a court's order, and reminders."""

from goodstanding.repairs.models.beside import MASKING_STATES, Bar, Masking, Reminder
from goodstanding.repairs.models.repair import CHANNELS, OPEN, OVER, STATES, Evidence, Repair

__all__ = ("CHANNELS", "MASKING_STATES", "OPEN", "OVER", "STATES", "Bar", "Evidence", "Masking", "Reminder", "Repair")
