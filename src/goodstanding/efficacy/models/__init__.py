"""Example cases and their versions. Statistics have no table: they are counted."""

from goodstanding.efficacy.models.example import OVER, STATES, Example, Version

__all__ = ["OVER", "STATES", "Example", "Version"]
