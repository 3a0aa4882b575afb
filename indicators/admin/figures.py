"""How figures, growth and periods read on a screen: rounded here and nowhere before; absent is a dash, zero is 0."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.domain import period_words
from indicators.domain.growth import MEASURE, PERCENT, POINTS, growth_unit
from indicators.domain.kinds import Kind
from indicators.domain.numbers import plain_rounded
from indicators.domain.periods import Period
from indicators.models import Indicator

NO_DATA = "—"
# Levels of cumulative indicators are at current prices: what they say about growth is nominal (rule R1).
NOMINAL = "名义增速（按现价推算，非公布数）"
ESTIMATED = "推算（非公布数）"


def with_unit(number: str, unit: str) -> str:
    """The number with its unit behind it.

    >>> with_unit("5.1", "%"), with_unit("1633.07", "亿元"), with_unit("3", "")
    ('5.1%', '1633.07 亿元', '3')
    """
    return f"{number}{unit}" if unit in ("", "%") else f"{number} {unit}"


def value_text(value: Decimal | None, indicator: Indicator) -> str:
    """A value rounded to the indicator's digits, with its unit."""
    return NO_DATA if value is None else with_unit(plain_rounded(value, indicator.decimals), indicator.measure_unit)


def growth_unit_text(indicator: Indicator) -> str:
    """What growth of the indicator is expressed in: %, 个百分点, or its own unit."""
    units = {PERCENT: "%", POINTS: "个百分点", MEASURE: indicator.measure_unit}
    return units[growth_unit(Kind(indicator.kind))]


def growth_text(growth: Decimal | None, indicator: Indicator) -> str:
    """A growth rounded to the indicator's growth digits, with its unit."""
    if growth is None:
        return NO_DATA
    return with_unit(plain_rounded(growth, indicator.growth_decimals), growth_unit_text(indicator))


def computed_label(indicator: Indicator) -> str:
    """What a growth that was computed from levels must be called."""
    return NOMINAL if indicator.kind == Kind.FLOW_YTD else ESTIMATED


def figure_cell(text: str) -> SafeString:
    """A cell that the style sheet aligns to the right."""
    return format_html('<span class="figure">{}</span>', text)


def period_text(period: str, kind: str) -> str:
    """A period as people say it, see `domain.period_words`."""
    return period_words.period_text(Period.parse(period), kind)


def moment_text(moment: datetime | None) -> str:
    """A date, with the time of day where there is one."""
    if moment is None:
        return NO_DATA
    local = timezone.localtime(moment)
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    return f"{local:%Y-%m-%d}" if midnight else f"{local:%Y-%m-%d %H:%M}"
