"""Database functions the models' indexes and constraints use."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Func


class Hash(Func):
    """64 bits of a text: GiST compares numbers four times as fast as texts."""

    function = "hashtextextended"
    arity = 2
    output_field = models.BigIntegerField()


class Days(Func):
    """From (inclusive) until (exclusive); an open side is NULL."""

    function = "daterange"
    output_field = DateRangeField()


class Grams(Func):
    """Every run of n characters, as numbers: see the first migration."""

    function = "organisations_grams"
    arity = 2
    output_field = ArrayField(models.BigIntegerField())
