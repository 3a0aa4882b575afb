"""Figures of a package, checked one by one on their way into the staging table."""

from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from indicators.domain.figures import Figure, figure_faults, published_early
from indicators.readers.cells import Cells
from indicators.readers.faults import Findings
from indicators.readers.observations import read_figures
from indicators.services.packages.areas import NewAreas
from indicators.services.packages.catalogue import NewIndicators


def checked_figures(
    path: Path | None, areas: NewAreas, indicators: NewIndicators, findings: Findings
) -> Iterator[Figure]:
    """The figures that may be staged, read as they are asked for; everything wrong goes to `findings`."""
    if path is None:
        return
    now = timezone.now()
    for cells, figure in read_figures(path, findings):
        before = len(findings.faults)
        if figure.area not in areas.validity:
            cells.fault("area", "unknown_area", f"没有代码为“{figure.area}”的地区")
        if figure.indicator not in indicators.kinds:
            cells.fault("indicator", "unknown_indicator", f"没有代码为“{figure.indicator}”的指标")
        elif all(
            indicators.kinds[figure.indicator]
        ):  # a kind that could not be read is a fault of the catalogue already
            kind, frequency = indicators.kinds[figure.indicator]
            for fault in figure_faults(figure, kind=kind, frequency=frequency, now=now):
                cells.fault(fault.field, fault.code, fault.message)
        if len(findings.faults) == before:
            _warn(cells, figure, areas)
            yield figure


def _warn(cells: Cells, figure: Figure, areas: NewAreas) -> None:
    if published_early(figure):
        message = f"发布时间 {figure.published_as} 早于期末 {figure.period.last_day}"
        cells.warn("published_at", "before_period_end", message)
    valid_from, valid_until = areas.validity[figure.area]
    last_day = figure.period.last_day
    if (valid_from and last_day < valid_from) or (valid_until and figure.period.first_day > valid_until):
        cells.warn("area", "outside_validity", f"地区 {figure.area} 在期别 {figure.period} 内无效")
