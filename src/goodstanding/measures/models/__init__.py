"""What measures the catalogue knows, which of them a department has adopted, and to whom one is applied, on what and until when."""

from goodstanding.measures.models.adoption import Adoption, Adoptions
from goodstanding.measures.models.application import ENDINGS, OPEN, SERVED_HOW, STATES, Application, Applications, Ground
from goodstanding.measures.models.kinds import SIDES, WEIGHTS, Kind

__all__ = [
    "ENDINGS",
    "OPEN",
    "SERVED_HOW",
    "SIDES",
    "STATES",
    "WEIGHTS",
    "Adoption",
    "Adoptions",
    "Application",
    "Applications",
    "Ground",
    "Kind",
]
