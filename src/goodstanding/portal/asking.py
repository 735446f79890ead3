"""What somebody typed into the search box: see :mod:`goodstanding.organisations.searching.asking`."""

from goodstanding.organisations.searching.asking import CODE, LEAST, LONGEST, Asked, understand

__all__ = ("CODE", "LEAST", "LONGEST", "Asked", "understand")
