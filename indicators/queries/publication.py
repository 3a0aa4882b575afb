"""What stands against publishing figures, before and while it is done."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from indicators.domain.figures import Figure, FigureFault, figure_faults
from indicators.models import Area, Indicator, User
from indicators.models.staging import stage_figures
from indicators.queries.returns.staged import staged_in_unfinished_returns
from indicators.queries.staging import staged_conflicts


def faults_of_figures(figures: Sequence[Figure]) -> Iterator[FigureFault]:
    """What is wrong with figures as they are, whatever the ledger holds."""
    indicators = Indicator.objects.in_bulk({figure.indicator for figure in figures}, field_name="code")
    areas = set(Area.objects.filter(code__in={figure.area for figure in figures}).values_list("code", flat=True))
    now = timezone.now()
    for figure in figures:
        indicator = indicators.get(figure.indicator)
        if figure.area not in areas:
            yield FigureFault("area", "unknown_area", f"没有代码为“{figure.area}”的地区")
        if indicator is None:
            yield FigureFault("indicator", "unknown_indicator", f"没有代码为“{figure.indicator}”的指标")
        else:
            yield from figure_faults(figure, kind=indicator.kind, frequency=indicator.frequency, now=now)


def faults_of_staged(*, of_return: int | None = None, reader: User | None = None) -> list[FigureFault]:
    """Conflicts with the ledger, and unfinished returns that hold what is staged; see there what a reader is told."""
    findings = [*staged_conflicts(), *staged_in_unfinished_returns(of_return=of_return, reader=reader)]
    return [FigureFault(each.column, each.code, each.message) for each in findings]


@transaction.atomic
def publication_faults(figures: Sequence[Figure], *, reader: User | None = None) -> list[FigureFault]:
    """Every reason for which the gate would refuse the figures now; nothing is stored."""
    if not figures:
        return []
    if faults := list(faults_of_figures(figures)):
        return faults
    stage_figures(figures)
    return faults_of_staged(reader=reader)
