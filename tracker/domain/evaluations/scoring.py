"""Scoring of a group by its scheme, to the letter of `domain.md` §4: what every faster engine has to equal."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from indicators.domain.kinds import Direction
from indicators.domain.numbers import DECIMALS
from indicators.domain.ranking import rank
from tracker.domain.evaluations.facts import Firm, FirmFacts
from tracker.domain.evaluations.grading import freed_place, grade_adjustments, grade_by_rank
from tracker.domain.evaluations.grouping import group_of, groups_of, unrated_note
from tracker.domain.evaluations.item_scores import item_scores
from tracker.domain.evaluations.notes import Note, Ungraded
from tracker.domain.evaluations.scheme import UNRATED, Item, Scheme
from tracker.domain.evaluations.scorecard import ItemScore, ScoreCard
from tracker.domain.evaluations.totals import point_adjustments, subtotal_of, total_of
from tracker.domain.evaluations.values import inputs_of, item_value
from tracker.domain.evaluations.yardsticks import yardstick_of

METHOD = "evaluation/1"
UNRATED_NAME = "不参评"

FactsByFirm = Mapping[str, FirmFacts]


def score_scheme(
    scheme: Scheme, firms: Iterable[Firm], facts: FactsByFirm, last_year: FactsByFirm
) -> dict[tuple[str, ...], list[ScoreCard]]:
    """The cards of every group of a scheme; firms that do not take part have none."""
    groups = groups_of(scheme, firms, facts)
    return {group: score_group(scheme, members, facts, last_year) for group, members in groups.items()}


def score_group(scheme: Scheme, firms: Sequence[Firm], facts: FactsByFirm, last_year: FactsByFirm) -> list[ScoreCard]:
    """One card for every firm of one group, in their order. Facts are by code; each firm has those of the year."""
    unrated = {firm.code: note for firm in firms if (note := unrated_note(firm, facts[firm.code]))}
    rated = [firm for firm in firms if firm.code not in unrated]
    of = len(firms) if scheme.unrated_counted else len(rated)
    columns = [_item_column(scheme, item, rated, facts, last_year) for item in scheme.items]
    cards = {
        firm.code: _scored(scheme, firm, facts[firm.code], items, of)
        for firm, items in zip(rated, zip(*columns, strict=True), strict=True)
    }
    # No total has more decimals than an input may have, so that ranking rounds nothing.
    totals = {code: card.total for code, card in cards.items()}
    ranked = rank(totals, direction=Direction.HIGHER, digits=DECIMALS).places
    places = {each.key: each.place for each in ranked if each.place is not None}
    freed = sorted(places[code] for code in cards if facts[code].veto) if scheme.veto_frees_place else []
    for code, card in cards.items():
        place = places[code]
        cards[code] = _graded(scheme, replace(card, rank=place), facts[code], bisect_left(freed, place))
    return [cards.get(firm.code) or _unrated(scheme, firm, facts[firm.code], unrated[firm.code], of) for firm in firms]


def _item_column(
    scheme: Scheme, item: Item, firms: Sequence[Firm], facts: FactsByFirm, last_year: FactsByFirm
) -> list[ItemScore]:
    components = scheme.tax_components
    values = [item_value(item, facts[firm.code], last_year.get(firm.code), components) for firm in firms]
    before = [inputs_of(item, last_year.get(firm.code), components) for firm in firms]
    return item_scores(item, values, yardstick_of(item, values, before))


def _scored(scheme: Scheme, firm: Firm, facts: FirmFacts, items: tuple[ItemScore, ...], of: int) -> ScoreCard:
    subtotal = subtotal_of(items)
    points = point_adjustments(scheme, facts, items, subtotal)
    return ScoreCard(
        firm=firm.code,
        group=group_of(scheme, firm, facts),
        items=items,
        subtotal=subtotal,
        total=total_of(subtotal, points),
        of=of,
        adjustments=points,
    )


def _graded(scheme: Scheme, card: ScoreCard, facts: FirmFacts, ahead: int) -> ScoreCard:
    """`ahead` is how many firms of a better rank have freed their places."""
    assert card.rank is not None
    large = card.of >= scheme.minimum_group_size
    by_rank = grade_by_rank(scheme.grades, card.rank, card.of) if large else None
    freed = freed_place(scheme, card.rank, ahead, card.of) if large and not facts.veto else None
    changes = tuple(grade_adjustments(scheme, facts, freed.grade if freed else by_rank))
    changes = (freed, *changes) if freed else changes
    code = changes[-1].grade if changes else by_rank
    card = replace(card, adjustments=card.adjustments + changes)
    if code is None:
        return replace(card, ungraded=small_group_note(scheme, card.of))
    grade = scheme.grade(code)
    return replace(card, grade=code, grade_name=grade.name, policies=grade.policies)


def small_group_note(scheme: Scheme, of: int) -> Note:
    words = f"本组 {of} 家，不足 {scheme.minimum_group_size} 家，只计分排名，不定档"
    return Note(Ungraded.SMALL_GROUP, words)


def _unrated(scheme: Scheme, firm: Firm, facts: FirmFacts, note: Note, of: int) -> ScoreCard:
    group = group_of(scheme, firm, facts)
    return ScoreCard(firm=firm.code, group=group, of=of, grade=UNRATED, grade_name=UNRATED_NAME, unrated=note)
