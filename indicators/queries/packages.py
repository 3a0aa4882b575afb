"""What a data package holds, as rows in the columns of its tables, sorted by key."""

from collections.abc import Iterator
from typing import Any

from django.db.models.functions import Collate

from indicators.domain.numbers import plain
from indicators.models import Area, Indicator, Observation, PeerGroupMember

Cells = tuple[Any, ...]
BY_CODE = Collate("code", "C")  # the same order on every server, whatever its language


def area_rows() -> Iterator[Cells]:
    yield from (
        Area.objects.without_tree_fields()
        .order_by(BY_CODE)
        .values_list(
            "code", "name", "kind", "parent__code", "valid_from", "valid_until", "succeeds__code", "area_class"
        )
    )


def member_rows() -> Iterator[Cells]:
    rows = PeerGroupMember.objects.values_list("group__code", "group__name", "area__code", "valid_from", "valid_until")
    yield from sorted(rows, key=lambda row: (row[0], row[2], str(row[3] or "")))


def indicator_rows() -> Iterator[Cells]:
    indicators = Indicator.objects.select_related("numerator", "denominator", "department", "partition")
    for each in indicators.order_by(BY_CODE):
        yield (
            each.code,
            each.name,
            each.measure_unit,
            each.kind,
            each.direction,
            each.frequency,
            each.decimals,
            each.growth_decimals,
            each.numerator.code if each.numerator else "",
            each.denominator.code if each.denominator else "",
            plain(each.factor),
            "yes" if each.growth_computable else "no",
            each.department.name if each.department else "",
            each.theme,
            each.definition,
            each.partition.code if each.partition else "",
        )


def observation_rows() -> Iterator[Cells]:
    """Every vintage of every figure, streamed."""
    rows = Observation.objects.order_by(
        Collate("indicator__code", "C"), Collate("area__code", "C"), "period", "published_at"
    ).values_list("indicator__code", "area__code", "period", "value", "growth", "vintage", "published_as", "note")
    for indicator, area, period, value, growth, *rest in rows.iterator(chunk_size=5_000):
        yield indicator, area, period, plain(value), plain(growth), *rest
