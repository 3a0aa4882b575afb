"""One item over one group: formulas, baselines, caps, floors, missing rules, changes."""

import json
from decimal import Decimal

import pytest

from tests.case_tables import Row, case_table
from tests.tracker.domain.evaluations.evaluation_cases import CASES, cards_of, facts_of, written_item, written_scheme
from tracker.domain.evaluations.facts import QUANTITY_NAMES, Quantity
from tracker.domain.evaluations.item_scores import item_scores
from tracker.domain.evaluations.notes import GAP_WORDS, LIMIT_WORDS, Gap, Limit
from tracker.domain.evaluations.scheme import Item, MissingRule
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scorecard import ItemScore
from tracker.domain.evaluations.values import inputs_of, item_value
from tracker.domain.evaluations.yardsticks import yardstick_of


def sides(cell: str) -> dict[str, str]:
    """`12/3` is revenue 12 on 3 亩 owned; `-` is absent."""
    above, _, below = cell.partition("/")
    return {name: text for name, text in (("revenue", above), ("land_owned", below)) if text not in ("", "-")}


def column(settings: str, firms: str, last_year: str) -> list[ItemScore]:
    item = item_of(settings)
    now = [facts_of(sides(cell)) for cell in firms.split()]
    cells = last_year.split() or ["-"] * len(now)
    before = [None if cell == "-" else facts_of(sides(cell), 2022) for cell in cells]
    values = [item_value(item, facts, last, ()) for facts, last in zip(now, before, strict=True)]
    yardstick = yardstick_of(item, values, [inputs_of(item, last, ()) for last in before])
    return item_scores(item, values, yardstick)


def item_of(settings: str) -> Item:
    """The item with `settings`, and a second one for what its weight leaves of 100."""
    written = written_item(**json.loads(settings))
    rest = Decimal(100) - Decimal(written["weight"])
    others = [written_item(item="rest", weight=str(rest))] if rest else []
    (scheme,) = read_scheme(written_scheme(written, *others)).schemes
    return scheme.items[0]


@pytest.mark.parametrize("row", case_table(CASES / "item_scores.csv"))
def test_item_scores(row: Row) -> None:
    scores = column(row["item"], row["firms"], row["last_year"])
    assert [score.score for score in scores] == [Decimal(cell) for cell in row["scores"].split()]
    assert all(score.score.as_tuple().exponent == -6 for score in scores)
    notes = row["notes"].split() or []
    expected = [None if note == "-" else note for note in notes] + [None] * (len(scores) - len(notes))
    assert [score.note.code if score.note else None for score in scores] == expected
    baselines = {None if score.baseline is None else format(score.baseline, "f") for score in scores}
    assert baselines == {row["baseline"] or None}
    assert [score.is_missing for score in scores] == [
        score.note is not None and score.note.code in GAP_WORDS for score in scores
    ]


def test_a_card_shows_what_the_score_was_reached_from() -> None:
    (score,) = column('{"change": true, "baseline": {"fixed": "0.2"}}', "8/3", "10/3")
    assert (score.numerator, score.denominator, score.value) == (Decimal(8), Decimal(3), Decimal("0.200000"))
    assert score.last_year is not None
    assert (score.last_year.numerator, score.last_year.denominator) == (Decimal(10), Decimal(3))


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ('"zero"', "缺分子数据（营业收入），计 0 分"),
        ('"full"', "缺分子数据（营业收入），计满分"),
        ('"group_average_score"', "缺分子数据（营业收入），计本组有分企业的平均分"),
        ('{"penalty": "5"}', "缺分子数据（营业收入），计 0 分，另从总分中扣 5 分"),
    ],
)
def test_a_missing_value_says_what_is_missing_and_what_follows(missing: str, words: str) -> None:
    score = column(f'{{"missing": {missing}}}', "5/1 -/1", "")[1]
    assert score.note is not None
    assert score.note.words == words


def test_every_code_has_words() -> None:
    assert set(GAP_WORDS) == set(Gap)
    assert set(LIMIT_WORDS) == set(Limit)
    assert len(MissingRule) == 4


@pytest.mark.parametrize("quantity", [quantity for quantity in Quantity if quantity is not Quantity.LAND])
def test_every_quantity_can_stand_above_and_below(quantity: Quantity) -> None:
    written = written_scheme(written_item(numerator=quantity.value, denominator="land_owned"))
    (card,) = cards_of(written, [{"land_owned": "4", quantity.value: "3" if quantity != "land_owned" else "4"}])
    assert card.total == (100 if quantity is Quantity.LAND_OWNED else 75)
    below = written_scheme(written_item(numerator="land_owned", denominator=quantity.value))
    (card,) = cards_of(below, [{"land_owned": "3", quantity.value: "4" if quantity != "land_owned" else "3"}])
    assert card.total == (100 if quantity is Quantity.LAND_OWNED else 75)
    assert QUANTITY_NAMES[quantity]
