"""One row of the growth table: the published growth and, beside it, what levels say."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.growth import METHOD, Computed, computed_growth
from indicators.domain.kinds import Kind
from indicators.domain.periods import Period
from indicators.domain.ratios import RatioValue
from indicators.domain.reasons import NO_VALUE
from indicators.domain.series import single_period

UNKNOWN_RATIO = RatioValue(None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthRow:
    """Unrounded numbers; `reason` says why `computed` is None, `computed_value` is a ratio from its inputs."""

    value: Decimal | None
    published: Decimal | None
    computed: Decimal | None
    computed_unit: str | None
    single_period: Decimal | None
    computed_value: Decimal | None
    reason: str | None
    method: str = METHOD


def growth_row(
    *,
    kind: Kind,
    growth_computable: bool,
    period: Period,
    levels: Mapping[Period, Decimal | None],
    published: Decimal | None,
    ratio: RatioValue = UNKNOWN_RATIO,
    year_ago_ratio: RatioValue = UNKNOWN_RATIO,
) -> GrowthRow:
    """The derived numbers of one figure.

    `levels` holds the published levels of the series (a gap is an absent period); `ratio` and `year_ago_ratio` what the
    inputs of a ratio give now and a year ago. A ratio grows from computed to computed, else from published to published
    value, never across.
    """
    level, base = levels.get(period), levels.get(period.year_before())
    if (
        kind == Kind.RATIO
        and ratio.value is not None
        and (year_ago_ratio.value is not None or level is None or base is None)
    ):
        growth = computed_growth(kind, growth_computable, ratio.value, year_ago_ratio.value)
    else:
        growth = computed_growth(kind, growth_computable, level, base)
    growth = _with_ratio_reason(growth, ratio) if level is None else growth
    return GrowthRow(
        value=level,
        published=published,
        computed=growth.value,
        computed_unit=growth.unit,
        single_period=single_period(period, levels) if kind == Kind.FLOW_YTD else None,
        computed_value=ratio.value,
        reason=growth.reason,
    )


def _with_ratio_reason(growth: Computed, ratio: RatioValue) -> Computed:
    """A ratio without any value is missing for the reason its inputs give."""
    if growth.reason == NO_VALUE and ratio.reason:
        return Computed(None, growth.unit, ratio.reason)
    return growth
