"""What computed numbers rest on is gathered with them: across successions, over partitions, a year back."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.domain.periods import Period
from indicators.models import Indicator, Observation
from tests.builders import figure, make_indicator, publish
from tests.park_bulletins import CITY, NEW, OLD, OTHER, make_parks, parks_definition
from tracker.domain.bulletins.derivations import derivation_faults
from tracker.domain.derivation import Derivation, RatioInputs
from tracker.models import BulletinSection
from tracker.queries.bulletins.collection import collected
from tracker.services.calculations import drain_pending_calculations

pytestmark = pytest.mark.django_db
PERIOD = Period.parse("2023-Q4")


def decimals(*pairs: tuple[int, int]) -> tuple[tuple[Decimal, Decimal], ...]:
    return tuple((Decimal(above), Decimal(below)) for above, below in pairs)


def ratio(*pairs: tuple[int, int], pooled: bool = False) -> RatioInputs:
    return RatioInputs(Decimal(1), decimals(*pairs), pooled)


@pytest.fixture
def found(db):
    make_parks()
    return collected(parks_definition("TAX", "TPM"), PERIOD)


@pytest.mark.parametrize(
    ("key", "derivation"),
    [
        (("TAX", OTHER, "2023-Q4"), Derivation(level=Decimal(130), base=Decimal(100))),
        (("TAX", NEW, "2023-Q4"), Derivation(level=Decimal(90), base=Decimal(80))),
        (("TAX", OLD, "2022-Q4"), Derivation(level=Decimal(80), base=Decimal(64))),
        (("TPM", NEW, "2023-Q4"), Derivation(ratio=ratio((90, 50)), base_ratio=ratio((80, 40)))),
        (
            ("TPM", CITY, "2023-Q4"),
            Derivation(
                ratio=ratio((130, 110), (90, 50), pooled=True), base_ratio=ratio((80, 40), (100, 100), pooled=True)
            ),
        ),
    ],
)
def test_inputs_are_gathered(found, key, derivation):
    assert found.derivations[key] == derivation


def test_all_computed_numbers_come_out_again(found):
    computed = [each for each in found.facts.figures.values() if each.computed is not None]
    assert len(found.derivations) >= len(computed) > 6
    assert not list(derivation_faults(found.facts, found.derivations))


@pytest.mark.parametrize(
    "key",
    [
        ("TAX", OTHER, "2021-Q4"),
        ("TAX", OLD, "2021-Q4"),
        ("LAND", OLD, "2021-Q4"),
        ("TAX", OLD, "2022-Q4"),
        ("LAND", NEW, "2023-Q4"),
    ],
)
def test_the_ledger_rows_they_rest_on_are_linked(found, key):
    """The figures of 2022 are compared with; theirs rest on 2021."""
    indicator, area, period = key
    row = Observation.objects.get(indicator__code=indicator, area__code=area, period=period)
    assert found.observations[key] == row.pk


def test_what_was_looked_for_in_vain_is_remembered(found):
    assert found.observations["TAX", NEW, "2022-Q4"] is None


@pytest.mark.parametrize(("computable", "years"), [(True, {"2023", "2022", "2021"}), (False, {"2023", "2022"})])
def test_a_year_further_back_is_read_where_growth_is_computed(db, computable, years):
    make_parks()
    Indicator.objects.filter(code="TAX").update(growth_computable=computable)
    definition = parks_definition("TAX")
    definition.sections.filter(kind="card").delete()
    found = collected(definition, PERIOD)
    assert {period[:4] for _, _, period in found.observations} == years


def test_queries_do_not_grow_with_ratios(db):
    make_parks()
    definition = parks_definition("TAX", "TPM")
    with CaptureQueriesContext(
        connection,
    ) as few:
        collected(definition, PERIOD)
    tpm = Indicator.objects.select_related("numerator", "denominator", "partition").get(code="TPM")
    for number in range(8):
        inputs = {"numerator": tpm.numerator, "denominator": tpm.denominator, "partition": tpm.partition}
        indicator = make_indicator(f"R{number}", kind="ratio", factor=Decimal(number + 2), **inputs)
        BulletinSection.objects.create(definition=definition, position=9, kind="ranking", indicator=indicator)
    publish(*(figure("TAX", OTHER, f"2023-Q{each}", "7") for each in (1, 2, 3)))
    drain_pending_calculations()
    with CaptureQueriesContext(connection) as many:
        found = collected(definition, PERIOD)
    assert ("R7", CITY, "2023-Q4") in found.derivations
    assert len(many) == len(few)
