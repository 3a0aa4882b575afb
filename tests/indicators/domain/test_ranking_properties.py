"""What holds for every ranking: a permutation with ties, monotone, blind to the order of the input."""

from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.kinds import Direction
from indicators.domain.numbers import rounded
from indicators.domain.ranking import bands, change_of_place, rank

# A narrow range with many digits, so that ties before and after rounding are common.
figures = st.decimals(min_value=Decimal("-2"), max_value=Decimal("2"), places=3)
members = st.dictionaries(st.integers(0, 40), st.none() | figures, max_size=20)
directions = st.sampled_from(Direction)
digits = st.integers(0, 3)


@given(members, directions, digits)
def test_a_ranking_is_a_permutation_with_ties(
    values: dict[int, Decimal | None], direction: Direction, places: int
) -> None:
    result = rank(values, direction=direction, digits=places)
    assert sorted(place.key for place in result.places) == sorted(values)
    assert result.of == sum(value is not None for value in values.values())
    for place in result.places:
        better = [
            other
            for other in result.places
            if other.value is not None
            and place.value is not None
            and (other.value > place.value if direction is Direction.HIGHER else other.value < place.value)
        ]
        assert place.place == (None if values[place.key] is None else len(better) + 1)


@given(members, directions, digits)
def test_places_never_fall_and_the_absent_come_last(
    values: dict[int, Decimal | None], direction: Direction, places: int
) -> None:
    result = rank(values, direction=direction, digits=places)
    listed = [place.place for place in result.places]
    known = [place for place in listed if place is not None]
    assert known == sorted(known)
    assert listed == known + [None] * (len(listed) - result.of)
    assert known[:1] in ([], [1])


@given(members, directions, digits)
def test_values_are_shown_as_they_were_ranked(
    values: dict[int, Decimal | None], direction: Direction, places: int
) -> None:
    for place in rank(values, direction=direction, digits=places).places:
        value = values[place.key]
        assert place.value == (None if value is None else rounded(value, places))


@given(members, directions, digits, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(
    values: dict[int, Decimal | None], direction: Direction, places: int, random: Random
) -> None:
    shuffled = list(values.items())
    random.shuffle(shuffled)
    found = rank(values, direction=direction, digits=places)
    again = rank(dict(shuffled), direction=direction, digits=places)
    assert {place.key: place for place in again.places} == {place.key: place for place in found.places}


@given(members, digits)
def test_both_directions_mirror_each_other(values: dict[int, Decimal | None], places: int) -> None:
    mirrored = {key: None if value is None else -value for key, value in values.items()}
    up = rank(values, direction=Direction.HIGHER, digits=places)
    down = rank(mirrored, direction=Direction.LOWER, digits=places)
    assert [(place.key, place.place) for place in up.places] == [(place.key, place.place) for place in down.places]


@given(members, directions, digits, figures)
def test_a_member_without_data_changes_nobody_elses_place(
    values: dict[int, Decimal | None], direction: Direction, places: int, figure: Decimal
) -> None:
    alone = rank(values, direction=direction, digits=places)
    beside = rank({**values, -1: None}, direction=direction, digits=places)
    assert beside.of == alone.of
    assert [place for place in beside.places if place.key != -1] == alone.places


@given(st.integers(1, 200), st.integers(1, 200))
def test_bands_narrow_with_the_place(place: int, of: int) -> None:
    if place <= of:
        assert set(bands(place + 1, of)) <= set(bands(place, of))


@given(st.integers(1, 200), st.integers(1, 200))
def test_a_move_there_and_back_is_no_move(place: int, earlier: int) -> None:
    there, back = change_of_place(place, earlier), change_of_place(earlier, place)
    assert there is not None
    assert back is not None
    assert there + back == 0
