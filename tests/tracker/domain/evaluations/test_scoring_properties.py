"""What holds for every group: more tax is never worse, order does not matter, grades follow ranks."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.domain.evaluations.evaluation_cases import FactsRow, Written, cards_of, written_item, written_scheme
from tests.tracker.domain.evaluations.random_groups import caps, floors, groups, written_schemes

numbers = st.decimals(-1000, 1000, places=4)
areas = st.decimals("0.01", 500, places=2)
increases = st.decimals(0, 100, places=4)
baselines = st.one_of(
    st.builds(lambda number: {"fixed": str(number)}, st.decimals("0.0001", 100, places=4)),
    st.just({"previous_average": "1.1"}),
)

Group = list[tuple[FactsRow, FactsRow | None]]


@given(numbers, increases, areas, baselines, caps, floors)
def test_more_above_the_line_never_lowers_a_benchmark_score(
    revenue: Decimal, more: Decimal, land: Decimal, baseline: Written, cap: str | None, floor: str | None
) -> None:
    written = written_scheme(written_item(baseline=baseline, cap=cap, floor=floor))
    last_year = [{"revenue": "7", "land_owned": "2"}]
    (before,), (after,) = (
        cards_of(written, [{"revenue": str(amount), "land_owned": str(land)}], last_year)
        for amount in (revenue, revenue + more)
    )
    assert not before.items[0].is_missing
    assert after.items[0].score >= before.items[0].score


@given(written_schemes(), groups, st.randoms(use_true_random=False))
def test_the_order_of_firms_does_not_matter(written: Written, group: Group, random: st.DataObject) -> None:
    order = list(range(len(group)))
    random.shuffle(order)  # type: ignore[attr-defined]
    shuffled = [group[place] for place in order]
    cards, again = (
        cards_of(written, [row for row, _ in each], [before for _, before in each]) for each in (group, shuffled)
    )
    assert [(cards[place].items, cards[place].total, cards[place].rank, cards[place].grade) for place in order] == [
        (card.items, card.total, card.rank, card.grade) for card in again
    ]


@given(written_schemes(), groups)
def test_ranks_follow_totals_and_points_add_up(written: Written, group: Group) -> None:
    cards = cards_of(written, [row for row, _ in group], [before for _, before in group])
    assert len(cards) == len(group)
    rated = sorted((card for card in cards if card.rank is not None), key=lambda card: card.rank or 0)
    for better, worse in pairwise(rated):
        assert better.total is not None
        assert worse.total is not None
        assert better.total >= worse.total
        assert (better.total == worse.total) == (better.rank == worse.rank)
    for card in rated:
        assert card.subtotal is not None
        assert card.subtotal == sum(item.score for item in card.items)
        assert card.total == card.subtotal + sum(each.points or 0 for each in card.adjustments)
