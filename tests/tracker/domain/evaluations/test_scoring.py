"""Whole groups: the worked cases of `domain.md` §4, totals, ranks with ties, small groups, class T."""

from decimal import Decimal

import pytest

from tests.tracker.domain.evaluations.evaluation_cases import (
    FactsRow,
    cards_of,
    facts_of,
    firm,
    published_schemes,
    scheme_of,
    written_item,
    written_scheme,
)
from tracker.domain.evaluations.facts import SizeClass
from tracker.domain.evaluations.scorecard import ScoreCard, Step
from tracker.domain.evaluations.scoring import METHOD, score_scheme

# C16, 黄岩 2022 规上.
HUANGYAN_FIRM = {
    "tax": "600",
    "land_owned": "30",
    "value_added": "3600",
    "energy": "1500",
    "emissions": "0.8",
    "staff": "200",
    "rd_spending": "300",
    "revenue": "12000",
}
ONE_ITEM = written_scheme(written_item())


def scoring(points: str, **more: str) -> FactsRow:
    """A firm whose only item scores `points`."""
    return {"revenue": points, "land_owned": "100", **more}


def steps(card: ScoreCard) -> list[tuple[Step, Decimal | None, str | None]]:
    return [(each.step, each.points, each.grade) for each in card.adjustments]


def huangyan() -> dict[str, object]:
    return published_schemes()[0] | {"year": 2023}


def test_c16_huangyan() -> None:
    (card,) = cards_of(huangyan(), [HUANGYAN_FIRM])
    shown = [format(item.score, ".4f") for item in card.items]
    assert shown == ["24.8994", "17.6263", "17.8174", "9.1281", "9.9228", "8.2781"]
    assert card.score == Decimal("87.67")
    assert sum(round(item.score, 2) for item in card.items) == Decimal("87.68")  # rounding items first is wrong


def test_c17_without_emissions_the_average_of_the_others() -> None:
    # The other two score 8 and 9 on the item: value added ÷ emissions = 0.8 and 0.9 of the baseline.
    others = [{"value_added": "4929.81", "emissions": text} for text in ("1.25", "1.111111111111111")]
    card = cards_of(huangyan(), [HUANGYAN_FIRM | {"emissions": ""}, *others])[0]
    assert card.items[3].score == Decimal("8.500000")
    assert card.score == Decimal("87.04")


def test_c20_coefficient_and_bonus() -> None:
    (card,) = cards_of(ONE_ITEM, [scoring("80", bonus="5")], coefficient="0.9")
    assert (card.subtotal, card.total) == (Decimal(80), Decimal(77))
    assert steps(card) == [(Step.COEFFICIENT, Decimal(-8), None), (Step.BONUS, Decimal(5), None)]


def test_the_sum_is_rounded_again_after_the_coefficient() -> None:
    (card,) = cards_of(ONE_ITEM, [scoring("0.000001", bonus="0.0000001")], coefficient="0.5")
    assert card.total == Decimal("0.0000011")  # 0.0000005 rounds up to 0.000001, the bonus is added to that


@pytest.mark.parametrize(
    ("bonus", "ceiling", "counted"),
    [
        ("12", "10", "10"),
        ("10", "10", "10"),
        ("9.5", "10", "9.5"),
        ("12", None, "12"),
        ("12", "0", "0"),
        ("", "10", "0"),
    ],
)
def test_bonus_up_to_its_ceiling(bonus: str, ceiling: str | None, counted: str) -> None:
    (card,) = cards_of(ONE_ITEM, [scoring("50", bonus=bonus)], bonus_ceiling=ceiling)
    assert card.total == 50 + Decimal(counted)


def test_a_penalty_may_bring_the_total_below_zero() -> None:
    (card,) = cards_of(ONE_ITEM, [scoring("1", penalty="3.5")])
    assert card.total == Decimal("-2.5")


def test_points_off_for_a_missing_item_are_not_multiplied() -> None:
    written = written_scheme(
        written_item(weight="60"),
        written_item(item="energy", weight="40", numerator="energy", missing={"penalty": "5"}),
        coefficient="0.5",
    )
    (card,) = cards_of(written, [scoring("100")])
    assert card.total == Decimal(25)
    assert steps(card)[-1] == (Step.MISSING_PENALTY, Decimal(-5), None)


def test_points_explain_the_whole_difference() -> None:
    rows = [scoring("70", bonus="12", penalty="1"), scoring("33.3333333"), scoring("0", penalty="2")]
    cards = cards_of(ONE_ITEM, rows, coefficient="0.333333", bonus_ceiling="3")
    for card in cards:
        assert card.subtotal is not None
        assert card.total == card.subtotal + sum(each.points or 0 for each in card.adjustments)


def test_tied_totals_share_rank_and_grade() -> None:
    cards = cards_of(ONE_ITEM, [scoring(points) for points in ("10", "90", "50", "90", "50")])
    assert [(card.rank, card.of, card.grade) for card in cards] == [
        (5, 5, "D"),
        (1, 5, "A"),
        (3, 5, "B"),
        (1, 5, "A"),
        (3, 5, "B"),
    ]


def test_ranks_are_on_the_exact_sum_and_not_on_the_score_shown() -> None:
    cards = cards_of(ONE_ITEM, [scoring("50.001"), scoring("50.002"), scoring("50.002")])
    assert [card.score for card in cards] == [Decimal("50.00")] * 3
    assert [card.rank for card in cards] == [3, 1, 1]


def test_ties_of_six_decimals_are_not_broken_as_floats_break_them() -> None:
    written = written_scheme(*(written_item(item=each, weight=weight) for each, weight in (("a", "10"), ("b", "90"))))
    cards = cards_of(written, [scoring("0.1"), scoring("0.3"), scoring("0.1")])
    assert [card.rank for card in cards] == [2, 1, 2]


def test_a_bonus_of_many_decimals_ranks() -> None:
    cards = cards_of(ONE_ITEM, [scoring("50", bonus="0.000000000000001"), scoring("50")])
    assert [card.rank for card in cards] == [1, 2]


def test_below_the_minimum_size_score_and_rank_but_no_grade() -> None:
    rows = [scoring(points) for points in ("10", "20", "30")] + [scoring("40", veto="yes")]
    cards = cards_of(ONE_ITEM, rows, minimum_group_size=5)
    assert [(card.rank, card.grade) for card in cards] == [(4, None), (3, None), (2, None), (1, "D")]
    assert cards[0].ungraded is not None
    assert cards[0].ungraded.words == "本组 4 家，不足 5 家，只计分排名，不定档"
    assert cards[3].ungraded is None
    graded = cards_of(ONE_ITEM, [*rows, scoring("5")], minimum_group_size=5)
    assert [card.grade for card in graded] == ["C", "B", "B", "D", "D"]


def test_promotion_needs_a_grade_to_be_promoted_from() -> None:
    promotions = [{"when": "专精特新", "grade": "A"}]
    (card,) = cards_of(ONE_ITEM, [scoring("1", promotion="专精特新")], promotions=promotions, minimum_group_size=2)
    assert card.grade is None


def test_a_vetoed_firm_keeps_score_and_rank_and_frees_no_place() -> None:
    rows = [scoring(str(90 - place), veto="yes" if place == 0 else "") for place in range(10)]
    cards = cards_of(ONE_ITEM, rows)
    assert [card.grade for card in cards] == ["D", "A", "B", "B", "B", "B", "C", "C", "C", "D"]
    assert (cards[0].rank, cards[0].score) == (1, Decimal("90.00"))
    assert steps(cards[0]) == [(Step.VETO, None, "D")]


def test_class_t_has_a_card_and_counts_nowhere() -> None:
    rows = [scoring("80"), scoring("900", exempt_reason="供水企业", veto="yes"), scoring("60")]
    written = written_scheme(written_item(baseline={"group_average": "1"}))
    cards = cards_of(written, rows, minimum_group_size=2)
    assert (cards[1].grade, cards[1].score, cards[1].rank, cards[1].items) == ("T", None, None, ())
    assert cards[1].unrated is not None
    assert cards[1].unrated.words == "不参评：供水企业"
    assert [cards[place].of for place in (0, 2)] == [2, 2]
    assert cards[0].items[0].baseline == Decimal("0.700000")


def test_class_t_counts_in_n_where_the_scheme_says_so() -> None:
    rows = [scoring(str(90 - place)) for place in range(4)] + [scoring("99", exempt_reason="公用")]
    assert [card.grade for card in cards_of(ONE_ITEM, rows)] == ["B", "B", "C", "D", "T"]
    counted = cards_of(ONE_ITEM, rows, unrated_counted=True, minimum_group_size=5)
    assert [card.grade for card in counted] == ["A", "B", "B", "C", "T"]
    assert {card.of for card in counted} == {5}
    assert {card.grade for card in cards_of(ONE_ITEM, rows, minimum_group_size=5)} == {None, "T"}


def test_a_vetoed_firm_frees_its_place_where_the_scheme_says_so() -> None:
    rows = [scoring("90", veto="yes"), scoring("80"), scoring("70"), scoring("60"), scoring("60"), scoring("50")]
    kept, freed = (cards_of(ONE_ITEM, rows, veto_frees_place=says) for says in (False, True))
    assert [card.grade for card in kept] == ["D", "B", "B", "C", "C", "D"]
    assert [card.grade for card in freed] == ["D", "A", "B", "B", "B", "C"]
    assert [(card.total, card.rank, card.of) for card in freed] == [(card.total, card.rank, card.of) for card in kept]
    assert [each.words for each in freed[1].adjustments] == ["位次在前的 1 家被一票否决，让出名额：按第 1 位定档"]
    assert freed[2].adjustments == ()


def test_a_vetoed_firm_frees_no_place_of_those_it_ties_with() -> None:
    rows = [scoring("90"), scoring("90", veto="yes"), *(scoring(points) for points in ("60", "50", "40"))]
    graded = cards_of(ONE_ITEM, rows, veto_frees_place=True)
    assert [(card.rank, card.grade) for card in graded] == [(1, "A"), (1, "D"), (3, "B"), (4, "B"), (5, "C")]


def test_a_group_of_class_t_alone() -> None:
    (card,) = cards_of(ONE_ITEM, [scoring("80", exempt_reason="公用")])
    assert (card.grade, card.of) == ("T", 0)


def test_name_and_policies_come_with_the_grade_reached_last() -> None:
    graded = [
        {"grade": "A", "name": "重点支持", "up_to": "0.5", "policies": ["优先供地", "用电优惠"]},
        {"grade": "D", "name": "倒逼整治", "up_to": "1", "policies": ["差别化电价"]},
    ]
    cards = cards_of(ONE_ITEM, [scoring("90"), scoring("80", veto="yes"), scoring("70"), scoring("60")], grades=graded)
    best, worst = ("A", "重点支持", ("优先供地", "用电优惠")), ("D", "倒逼整治", ("差别化电价",))
    assert [(card.grade, card.grade_name, card.policies) for card in cards] == [best, worst, worst, worst]


def test_tax_is_summed_over_the_components_of_the_scheme() -> None:
    written = written_scheme(written_item(numerator="tax"), tax_components=["增值税", "企业所得税"])
    rows = [
        {"land_owned": "100", "tax": "90", "taxes": "增值税=20;企业所得税=30;房产税=40"},
        {"land_owned": "100", "tax": "90"},
    ]
    assert [card.total for card in cards_of(written, rows)] == [Decimal(50), Decimal(90)]


def test_a_scheme_scores_its_groups_apart() -> None:
    scheme = scheme_of(ONE_ITEM | {"group_by": ["park", "size_class"]})
    firms = [
        firm("a1", park="甲"),
        firm("b1", park="乙"),
        firm("a2", park="甲"),
        firm("other", park="甲", size_class=SizeClass.BELOW),
        firm("no facts", park="甲"),
    ]
    facts = {each.code: facts_of(scoring(str(len(each.code)))) for each in firms[:-1]}
    scored = score_scheme(scheme, firms, facts, {})
    assert {group: [card.firm for card in cards] for group, cards in scored.items()} == {
        ("乙", "above"): ["b1"],
        ("甲", "above"): ["a1", "a2"],
    }
    assert all(card.group == group for group, cards in scored.items() for card in cards)


def test_thirty_digits_stay_exact() -> None:
    digits = "123456789012345.123456789012345"
    (card,) = cards_of(ONE_ITEM, [{"revenue": digits, "land_owned": digits}])
    assert card.total == Decimal(100)


def test_the_method_has_a_version() -> None:
    assert METHOD == "evaluation/1"
