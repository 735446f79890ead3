"""What search knows of names beyond their characters. Made from ``Name`` by ``searching.keying``, and never the truth about anything.

``organisations_unkeyed`` is the queue: a trigger on names writes to it, whatever inserted the name, in the same transaction.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class SearchKey(models.Model):
    """A name's rarest pairs of characters (see ``searching.weighing``), with the name beside them: a look-up needs no other table."""

    name_id = models.BigIntegerField(primary_key=True, help_text="of organisations.Name; no foreign key: names are never deleted")
    normal_name = models.TextField(db_collation="C")
    pairs = ArrayField(models.IntegerField(), help_text="hashes of the rarest pairs, rarest first")
    trade = models.TextField(blank=True, help_text="行业用语 of the name (rules.names.parts), '' none")

    class Meta:
        indexes = (GinIndex(fields=["pairs"], name="searchkey_pairs"),)

    def __str__(self) -> str:
        return self.normal_name


class Sound(models.Model):
    """How a name is spelt in pinyin: ``s`` and its syllables, or ``i`` and their initials; one row for each way of reading it."""

    pk = models.CompositePrimaryKey("key", "name_id")
    key = models.TextField(db_collation="C")
    name_id = models.BigIntegerField()

    def __str__(self) -> str:
        return self.key


class Unkeyed(models.Model):
    """A name that has no keys yet, or whose keys are another spelling's."""

    name_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.name_id)


class Frequency(models.Model):
    """One row: how many names each pair of characters stands in, as counters by hash. It steers what is looked up, not what is found."""

    id = models.BooleanField(primary_key=True, default=True)
    counts = models.BinaryField()
    names = models.BigIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=True), name="frequency_is_one_row"),)

    def __str__(self) -> str:
        return str(self.names)
