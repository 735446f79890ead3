"""Who may ask what for, what was asked and answered, under which seal it stands, and what was done with it."""

from goodstanding.checks.models.batches import CHANNELS, Batch
from goodstanding.checks.models.feedback import OUTCOMES, Feedback
from goodstanding.checks.models.grants import Grant
from goodstanding.checks.models.limits import Quota
from goodstanding.checks.models.receipts import KINDS, Check, Seal

__all__ = ["CHANNELS", "KINDS", "OUTCOMES", "Batch", "Check", "Feedback", "Grant", "Quota", "Seal"]
