"""A return as the sheet of a workbook."""

from indicators.choices import Measure
from indicators.domain.checks.bounds import bounds
from indicators.domain.checks.kinds import Severity
from indicators.domain.growth_words import growth_unit_word
from indicators.domain.kinds import Kind
from indicators.domain.period_words import period_text
from indicators.domain.return_sheets import ReturnSheet, SheetCell
from indicators.models import ReturnCell
from indicators.queries.returns.figures import CheckedReturn


def sheet_of(checked: CheckedReturn) -> ReturnSheet:
    """What the workbook shows and what may come back."""
    of = checked.of
    return ReturnSheet(
        return_id=of.pk,
        form_code=of.form.code,
        form_name=of.form.name,
        form_version=of.form_version,
        unit=of.unit.name,
        period=of.period,
        period_label=period_text(checked.period, checked.cells[0].indicator.kind),
        cells=tuple(_sheet_cell(checked, cell) for cell in checked.cells),
        due_on=of.window.closes_on,
        instructions=of.form.instructions,
    )


def _sheet_cell(checked: CheckedReturn, cell: ReturnCell) -> SheetCell:
    indicator, area = cell.indicator, cell.area
    is_value = cell.measure == Measure.VALUE
    # A spreadsheet knows only limits that refuse; what wants an explanation is asked for after the upload.
    mandatory = [rule for rule in checked.rules if rule.severity == Severity.MANDATORY]
    limits = bounds(mandatory, checked.subject(cell), checked.history)
    numbers = checked.history
    return SheetCell(
        indicator=indicator.code,
        indicator_name=indicator.name,
        area=area.code,
        area_name=area.name,
        measure=cell.measure,
        unit=indicator.measure_unit if is_value else growth_unit_word(Kind(indicator.kind), indicator.measure_unit),
        content=str(cell.content),
        note=cell.note,
        version=cell.version,
        previous=numbers.number(indicator.code, area.code, checked.period.previous(), cell.measure),
        year_ago=numbers.number(indicator.code, area.code, checked.period.year_before(), cell.measure),
        decimals=indicator.decimals if is_value else indicator.growth_decimals,
        lower=limits.lower,
        upper=limits.upper,
    )
