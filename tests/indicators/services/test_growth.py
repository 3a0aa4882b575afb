"""The growth table: what it says, that it follows its inputs, and that only dependent rows are written."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.domain.numbers import plain, plain_six
from indicators.models import Area, Growth
from indicators.queries.growth import CalculationScope
from indicators.queries.verification import growth_differences
from indicators.services.growth import refresh_growth
from tests.builders import figure, make_area, make_group, make_indicator, publish
from tracker.services.calculations import drain_pending_calculations

pytestmark = pytest.mark.django_db


def calculated(*figures):
    publish(*figures)
    drain_pending_calculations()


def row(indicator: str, area: str, period: str) -> Growth:
    return Growth.objects.get(indicator__code=indicator, area__code=area, period=period)


@pytest.mark.parametrize(
    ("kind", "computable", "before", "now", "expected"),
    [
        ("flow_ytd", True, "100", "105", ("5.000000", "percent", "")),
        ("flow_ytd", False, "100", "105", (None, "", "not_computable")),
        ("flow", True, "80", "60", ("-25.000000", "percent", "")),
        ("stock", True, "0", "430", (None, "percent", "base_not_positive")),
        ("stock", True, "-5", "430", (None, "percent", "base_not_positive")),
        ("stock", True, None, "430", (None, "percent", "no_base")),
        ("counter", True, "1500", "2028", ("528.000000", "measure", "")),
        ("counter", True, "0", "2028", ("2028.000000", "measure", "")),
        ("rate", True, "60.6", "61.5", ("0.900000", "points", "")),  # domain.md C8
        ("index", True, None, "102.3", ("2.300000", "percent", "")),
    ],
)
def test_growth_by_kind(kind, computable, before, now, expected):
    make_area("A")
    make_indicator("X", kind=kind, growth_computable=computable)
    figures = [figure("X", "A", "2024-Q2", now)]
    if before is not None:
        figures.append(figure("X", "A", "2023-Q2", before))
    calculated(*figures)
    found = row("X", "A", "2024-Q2")
    assert (plain_six(found.computed), found.computed_unit, found.reason) == expected


def test_published_growth_stands_beside_the_computed_one():
    make_area("A")
    make_indicator("X")
    calculated(figure("X", "A", "2023-Q4", "100"), figure("X", "A", "2024-Q4", "110", "5.1"))
    found = row("X", "A", "2024-Q4")
    assert (plain(found.published), plain(found.computed)) == ("5.1", "10")


def test_single_quarters_come_from_cumulative_figures_and_gaps_stay_gaps():
    make_area("A")
    make_indicator("X")
    calculated(figure("X", "A", "2024-Q1", "20"), figure("X", "A", "2024-Q2", "50"), figure("X", "A", "2024-Q4", "110"))
    assert [plain(row("X", "A", f"2024-Q{n}").single_period) for n in (1, 2, 4)] == ["20", "30", None]
    calculated(figure("X", "A", "2024-Q3", "70"))
    assert plain(row("X", "A", "2024-Q4").single_period) == "40"


def test_editing_one_quarter_changes_no_typed_figure_of_another():
    make_area("A")
    make_indicator("X")
    calculated(figure("X", "A", "2024-Q1", "20"), figure("X", "A", "2024-Q2", "50"))
    calculated(figure("X", "A", "2024-Q1", "25", published="2026-02-01"))
    second = row("X", "A", "2024-Q2")
    assert (plain(second.value), plain(second.single_period)) == ("50", "25")


def test_only_dependent_rows_are_written():
    for code in "AB":
        make_area(code)
    make_indicator("X")
    make_indicator("Y")
    calculated(
        *(
            figure(indicator, area, f"{year}-Q{quarter}", str(year * quarter))
            for indicator in "XY"
            for area in "AB"
            for year in (2022, 2023, 2024)
            for quarter in (1, 2, 3, 4)
        )
    )
    publish(figure("X", "A", "2023-Q2", "5000", published="2026-02-01"))
    changed = refresh_growth(scope=CalculationScope(figures={_key("X", "A", "2023-Q2")}))
    assert changed == {_key("X", "A", period) for period in ("2023-Q2", "2023-Q3", "2024-Q2")}
    assert not refresh_growth(scope=CalculationScope(everything=True))
    assert not list(growth_differences())


def _key(indicator: str, area: str, period: str) -> tuple[int, int, str]:
    found = row(indicator, area, period)
    return found.indicator_id, found.area_id, period


def test_a_series_continues_across_a_succession():
    old = make_area("431121", kind="county", valid_until=date(2021, 1, 19))
    make_area("431181", kind="county", valid_from=date(2021, 1, 20), succeeds=old)
    make_indicator("X")
    calculated(figure("X", "431121", "2020-Q4", "100"), figure("X", "431181", "2021-Q4", "108"))
    assert plain_six(row("X", "431181", "2021-Q4").computed) == "8.000000"
    calculated(figure("X", "431121", "2020-Q4", "90", published="2026-02-01"))
    assert plain_six(row("X", "431181", "2021-Q4").computed) == "20.000000"


def test_a_withdrawn_figure_has_no_growth_and_is_no_base():
    make_area("A")
    make_indicator("X")
    calculated(figure("X", "A", "2023-Q4", "100"), figure("X", "A", "2024-Q4", "110"))
    calculated(figure("X", "A", "2023-Q4", vintage="withdrawn", published="2026-02-01"))
    assert not Growth.objects.filter(period="2023-Q4").exists()
    assert row("X", "A", "2024-Q4").reason == "no_base"


@pytest.fixture
def tax_per_mu():
    """Two parks in a city; their tax and land make up the city's."""
    city = make_area("430300", kind="city")
    parks = [make_area(code, parent=city) for code in ("P1", "P2")]
    group = make_group("parks", *parks)
    tax = make_indicator("TAX")
    land = make_indicator("LAND", kind="stock")
    make_indicator("TPM", kind="ratio", numerator=tax, denominator=land, factor=Decimal(1), partition=group)


def test_a_ratio_follows_its_inputs_and_the_whole_is_sum_over_sum(tax_per_mu):
    """domain.md C22: 60 000 ÷ 5000 and 20 000 ÷ 4000 are 8.89 together, not 8.50."""
    calculated(
        figure("TAX", "P1", "2023-Q4", "60000"),
        figure("LAND", "P1", "2023-Q4", "5000"),
        figure("TAX", "P2", "2023-Q4", "20000"),
    )
    assert plain_six(row("TPM", "P1", "2023-Q4").computed_value) == "12.000000"
    assert not Growth.objects.filter(indicator__code="TPM", area__code__in=["P2", "430300"]).exists()
    calculated(figure("LAND", "P2", "2023-Q4", "4000"))
    assert plain_six(row("TPM", "430300", "2023-Q4").computed_value) == "8.888889"
    assert not list(growth_differences())


def test_tax_up_30_land_up_10_is_18_2(tax_per_mu):
    """domain.md C7."""
    calculated(
        figure("TAX", "P1", "2022-Q4", "100"),
        figure("LAND", "P1", "2022-Q4", "100"),
        figure("TAX", "P1", "2023-Q4", "130"),
        figure("LAND", "P1", "2023-Q4", "110"),
    )
    assert plain_six(row("TPM", "P1", "2023-Q4").computed) == "18.181818"


def test_an_entered_ratio_keeps_its_value_beside_the_computed_one(tax_per_mu):
    """domain.md C6: 12.37 at +19.8 %; the computed value stands beside it."""
    calculated(
        figure("TPM", "P1", "2023-Q4", "12.37", "19.8"),
        figure("TAX", "P1", "2023-Q4", "61850"),
        figure("LAND", "P1", "2023-Q4", "4999"),
    )
    found = row("TPM", "P1", "2023-Q4")
    assert (plain(found.value), plain(found.published)) == ("12.37", "19.8")
    assert plain_six(found.computed_value) == "12.372474"


def test_a_yearly_ratio_reads_the_fourth_quarter():
    make_area("A")
    tax = make_indicator("TAX")
    land = make_indicator("LAND", kind="stock", frequency="year")
    make_indicator("TPM", kind="ratio", numerator=tax, denominator=land, frequency="year")
    calculated(figure("LAND", "A", "2023", "10"), figure("TAX", "A", "2023-Q3", "90"))
    assert not Growth.objects.filter(indicator__code="TPM").exists()
    calculated(figure("TAX", "A", "2023-Q4", "120"))
    assert plain_six(row("TPM", "A", "2023").computed_value) == "12.000000"
    assert Area.objects.count() == 1


def test_inputs_of_a_ratio_may_stand_under_the_old_and_the_new_code():
    old = make_area("O")
    make_area("N", succeeds=old)
    tax, land = make_indicator("TAX", frequency="year"), make_indicator("LAND", kind="stock", frequency="year")
    make_indicator("TPM", kind="ratio", numerator=tax, denominator=land, frequency="year")
    calculated(
        figure("TAX", "O", "2019", "6"),
        figure("LAND", "N", "2019", "3"),
        figure("TAX", "N", "2020", "8"),
        figure("LAND", "O", "2020", "2"),
    )
    rows = Growth.objects.filter(indicator__code="TPM").values_list("area__code", "period", "computed_value")
    assert sorted((area, period, int(value)) for area, period, value in rows) == [("N", "2019", 2), ("N", "2020", 4)]


def test_the_widest_legal_inputs_have_growth_and_verify():
    """15 digits on either side of the point, and a factor as wide: nothing that may be entered stops a calculation."""
    make_area("A")
    tax, land = make_indicator("TAX", frequency="year"), make_indicator("LAND", kind="stock", frequency="year")
    make_indicator("TPM", kind="ratio", numerator=tax, denominator=land, frequency="year", factor=Decimal(10**14))
    small, large = "0.000000000000001", "999999999999999"
    calculated(
        figure("TAX", "A", "2019", small),
        figure("LAND", "A", "2019", large),
        figure("TAX", "A", "2020", large),
        figure("LAND", "A", "2020", small),
    )
    assert plain_six(row("TAX", "A", "2020").computed) == "99999999999999899999999999999900.000000"
    assert row("TPM", "A", "2020").computed > Decimal(10**55)
    assert not list(growth_differences())
