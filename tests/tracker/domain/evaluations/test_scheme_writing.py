"""What is read is written back letter by letter."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from tests.tracker.domain.evaluations.evaluation_cases import full_scheme, published_schemes, scheme_of
from tests.tracker.domain.evaluations.random_groups import written_schemes
from tracker.domain.evaluations.scheme_writing import write_scheme


@pytest.mark.parametrize("written", [*published_schemes(), full_scheme()], ids=lambda written: written["scheme"])
def test_round_trip_of_published_schemes(written: dict[str, Any]) -> None:
    assert json.dumps(write_scheme(scheme_of(written))) == json.dumps(written)


@given(written_schemes())
def test_round_trip(written: dict[str, Any]) -> None:
    scheme = scheme_of(written)
    again = write_scheme(scheme)
    assert scheme_of(again) == scheme
    assert json.dumps(write_scheme(scheme_of(again))) == json.dumps(again)
    assert again.items() >= written.items()


def test_numbers_keep_their_digits() -> None:
    written = full_scheme()
    assert written["items"][0]["cap"] == "1.50"
    assert write_scheme(scheme_of(written))["items"][0]["cap"] == "1.50"
    assert scheme_of(written).items[0].cap == Decimal("1.5")
