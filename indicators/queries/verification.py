"""Comparing the stored growth table with a full recomputation."""

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.numbers import rounded
from indicators.models import Area, Growth, Indicator
from indicators.queries.areas import lineages
from indicators.queries.growth import computed_growth_rows

NUMBERS = ("value", "published", "computed", "single_period", "computed_value")
STORED_DECIMALS = 40


def growth_differences() -> Iterator[str]:
    """One sentence for every growth row that is missing, too many, or says something else than its inputs."""
    tree, codes = lineages(), dict(Area.objects.values_list("pk", "code"))
    for indicator in Indicator.objects.select_related("numerator", "denominator").order_by("code"):
        stored = {(row.area_id, row.period): row for row in Growth.objects.filter(indicator=indicator)}
        for (area, period), (observation, row) in computed_growth_rows(indicator, tree).items():
            name = f"增速 {indicator.code}/{codes[area]}/{period}"
            found = stored.pop((area, str(period)), None)
            if found is None:
                yield f"{name}：缺少"
                continue
            for field in NUMBERS:
                stored_number, number = getattr(found, field), getattr(row, field)
                if stored_number != (None if number is None else rounded(number, STORED_DECIMALS)):
                    yield f"{name}：{field} 存为 {shown(stored_number)}，重算为 {shown(number)}"
            here = (row.computed_unit or "", row.reason or "", row.method, observation, period.last_day)
            there = (found.computed_unit, found.reason, found.method, found.observation_id, found.period_end)
            if there != here:
                yield f"{name}：单位、原因、方法、所据数据或期末与重算不同"
        for area, text in stored:
            yield f"增速 {indicator.code}/{codes[area]}/{text}：多余"


def shown(value: Decimal | None) -> str:
    """A number in the sentence of a difference."""
    return "无" if value is None else f"{value.normalize():f}"
