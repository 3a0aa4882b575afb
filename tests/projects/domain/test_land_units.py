"""亩, 公顷 and m², exactly and back again."""

from decimal import Decimal
from pathlib import Path

import pytest

from projects.domain.land_units import LandUnit, from_mu, to_mu
from tests.case_tables import Row, case_table

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("row", case_table(CASES / "land_units.csv"))
def test_areas_are_converted_exactly(row: Row) -> None:
    area, unit, mu = Decimal(row["area"]), LandUnit(row["unit"]), Decimal(row["mu"])
    assert to_mu(area, unit) == mu
    assert from_mu(mu, unit) == area
