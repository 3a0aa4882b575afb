"""The words a field may hold, with the labels staff read."""

from django.db import models


class Basis(models.TextChoices):
    GROWTH = "growth", "增速"
    VALUE = "value", "数值"


class FigureSource(models.TextChoices):
    """One ranking reads one source for the whole group: published and computed figures are never mixed."""

    PUBLISHED = "published", "公布数"
    COMPUTED = "computed", "推算数"
