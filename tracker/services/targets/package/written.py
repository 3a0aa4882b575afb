"""What the two tables of targets share: their references, their key, and the target as it is written."""

from indicators.domain.kinds import Kind
from indicators.services.packages.parts import Definitions
from tracker.domain.targets.faults import WrittenTarget, default_measure
from tracker.readers.plans import WrittenRow
from tracker.services.targets.package.plans import NewPlans

Series = tuple[str, str, str, str, str]  # plan, indicator, area, form, measure: revisions of one another


def references_known(row: WrittenRow, plans: NewPlans, definitions: Definitions) -> bool:
    """Whether plan, indicator and area exist, stored or in the package; what does not is a fault."""
    before = len(row.cells.findings.faults)
    if row.plan and row.plan not in plans.years:
        row.cells.fault("plan", "unknown_plan", f"没有代码为“{row.plan}”的规划")
    if row.indicator and row.indicator not in definitions.indicators.kinds:
        row.cells.fault("indicator", "unknown_indicator", f"没有代码为“{row.indicator}”的指标")
    if row.area and row.area not in definitions.areas.validity:
        row.cells.fault("area", "unknown_area", f"没有代码为“{row.area}”的地区")
    return len(row.cells.findings.faults) == before and bool(row.plan and row.indicator and row.area)


def series_of(row: WrittenRow, definitions: Definitions) -> Series:
    """The key without the day of adoption."""
    assert row.form is not None
    measure = row.measure or default_measure(_kind(row, definitions))
    return row.plan, row.indicator, row.area, row.form, measure


def written_target(
    row: WrittenRow,
    definitions: Definitions,
    *,
    base_year: int,
    end_year: int,
    reference: str = "",
    is_repeal: bool = False,
) -> WrittenTarget:
    assert row.form is not None
    return WrittenTarget(
        form=row.form,
        kind=_kind(row, definitions),
        measure=row.measure,
        base_year=base_year,
        end_year=end_year,
        value=row.value,
        tolerance=row.tolerance,
        text=row.text,
        reference=reference,
        is_repeal=is_repeal,
    )


def _kind(row: WrittenRow, definitions: Definitions) -> Kind:
    """An indicator whose kind could not be read is a fault of its own; until then any kind will do."""
    kind, _ = definitions.indicators.kinds[row.indicator]
    return Kind(kind) if kind else Kind.STOCK
