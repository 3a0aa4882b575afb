"""The areas given to an account, with everything below them."""

import pytest

from indicators.choices import Role
from indicators.queries.access_areas import areas_of
from tests.builders import make_area
from tests.return_builders import make_account

pytestmark = pytest.mark.django_db


def test_an_area_brings_everything_below_it() -> None:
    province = make_area("430000", kind="province")
    city = make_area("430300", kind="city", parent=province)
    county, park = make_area("430302", kind="county", parent=city), make_area("P01", parent=city)
    make_area("430100", kind="city", parent=province)
    assert areas_of(make_account(Role.ENTRY, city)) == sorted([city.pk, county.pk, park.pk])
    assert areas_of(make_account(Role.REVIEWER, city, park)) == sorted([city.pk, county.pk, park.pk])
    assert areas_of(make_account(Role.PUBLISHER, park)) == [park.pk]


def test_an_account_without_areas_has_none() -> None:
    make_area("430300", kind="city")
    assert areas_of(make_account(Role.ENTRY)) == []
