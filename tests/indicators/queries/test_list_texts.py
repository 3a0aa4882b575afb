"""The database writes numbers and moments exactly as the functions of the domain define them."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.numbers import plain, plain_rounded, plain_six
from indicators.queries.lists.texts import Moment, Plain, Rounded, Six

numbers = st.decimals(min_value=-(10**15), max_value=10**15, places=15) | st.sampled_from(
    [Decimal(text) for text in ("0", "-0.0", "2.675", "-0.0000005", "0.0000004999", "1200", "1E+3", "5.10")]
)


def written(template: str, kind: str, value: object) -> str:
    with connection.cursor() as cursor:
        parameters = [value] * template.count("%(expressions)s")
        cursor.execute(f"SELECT {template % {'expressions': f'%s::{kind}'}}", parameters)
        return cursor.fetchone()[0]


@pytest.mark.django_db
@given(numbers)
def test_numbers(value: Decimal) -> None:
    assert written(Plain.template, "numeric", value) == plain(value)
    assert written(Six.template, "numeric", value) == plain_six(value)


@pytest.mark.django_db
@given(numbers, st.integers(0, 15))
def test_rounded_numbers(value: Decimal, digits: int) -> None:
    template = Rounded.template.replace("%(expressions)s", f"%(expressions)s, {digits}")
    assert written(template, "numeric", value) == plain_rounded(value, digits)


@pytest.mark.django_db
@given(st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_moments(moment: datetime) -> None:
    text = written(Moment.template, "timestamptz", moment)
    assert datetime.fromisoformat(text) == moment
    assert datetime.fromisoformat(text).utcoffset() == timedelta(hours=8)
    whole = moment.replace(microsecond=0).astimezone(timezone(timedelta(hours=8)))
    assert written(Moment.template, "timestamptz", whole) == whole.isoformat()
