"""`observations.csv`, read row by row: a package may hold more figures than memory."""

from collections.abc import Iterator
from pathlib import Path

from indicators.choices import Vintage
from indicators.domain.figures import Figure
from indicators.domain.packages import OBSERVATIONS
from indicators.readers.cells import Cells
from indicators.readers.faults import Findings
from indicators.readers.tables import read_table

VINTAGES = tuple(Vintage.values)


def read_figures(path: Path, findings: Findings) -> Iterator[tuple[Cells, Figure]]:
    """The figures whose cells can all be read, each with its cells so that a check can name them."""
    for row in read_table(path, OBSERVATIONS, findings):
        cells = Cells(OBSERVATIONS.file, row, findings)
        before = len(findings.faults)
        indicator, area = cells.code("indicator"), cells.code("area")
        period = cells.period("period")
        value, growth = cells.number("value"), cells.number("growth")
        vintage = cells.choice("vintage", VINTAGES)
        published_at = cells.moment("published_at")
        note = cells.text("note", longest=2_000)
        if len(findings.faults) == before and period and vintage and published_at:
            figure = Figure(
                indicator=indicator,
                area=area,
                period=period,
                value=value,
                growth=growth,
                vintage=vintage,
                published_at=published_at,
                published_as=row.cells["published_at"],
                note=note,
                line=row.number,
            )
            yield cells, figure
