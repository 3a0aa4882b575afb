"""The same round once more in exact fractions, from the rules alone: what ranks and grades have to be."""

from bisect import bisect_right
from collections import defaultdict
from fractions import Fraction
from math import floor

from bench._evaluation import BONUS_CEILING, CAP, GRADES, ITEMS, YEAR
from tracker.models import EnterpriseFact

MILLION = 10**6
FIELDS = sorted({name for _, above, below, *_ in ITEMS for name in (above, below)})

Row = dict[str, Fraction | None]
Result = tuple[int, Fraction, int, str]


def exact_results() -> list[Result]:
    """Firm, score, rank and grade, by firm."""
    groups: dict[int, list[tuple[int, Row, bool]]] = defaultdict(list)
    facts = EnterpriseFact.objects.current().filter(year=YEAR)
    for firm, park, veto, *numbers in facts.values_list(
        "enterprise_id", "enterprise__park_id", "veto", "bonus", *FIELDS
    ).iterator():
        fractions = (None if number is None else Fraction(number) for number in numbers)
        groups[park].append((firm, dict(zip(("bonus", *FIELDS), fractions, strict=True)), veto))
    return sorted(result for group in groups.values() for result in _group(group))


def six(number: Fraction) -> Fraction:
    """Half up, away from zero."""
    size = Fraction(floor(abs(number) * MILLION + Fraction(1, 2)), MILLION)
    return size if number >= 0 else -size


def _group(group: list[tuple[int, Row, bool]]) -> list[Result]:
    totals = [min(row["bonus"] or Fraction(0), Fraction(BONUS_CEILING)) for _, row, _ in group]
    for _, above, below, weight, formula, baseline in ITEMS:
        pairs = [(row[above], row[below]) for _, row, _ in group]
        values = [None if a is None or not b or b < 0 else (a, b) for a, b in pairs]
        for place, score in enumerate(_scores(values, Fraction(weight), formula, baseline)):
            totals[place] += score
    order = sorted(totals)
    results = []
    for (firm, _, veto), total in zip(group, totals, strict=True):
        rank = 1 + len(order) - bisect_right(order, total)
        grade = next(grade for grade, up_to in GRADES if rank <= Fraction(up_to) * len(group))
        results.append((firm, total, rank, "D" if veto else grade))
    return results


def _scores(
    values: list[tuple[Fraction, Fraction] | None], weight: Fraction, formula: str, baseline: dict[str, str] | None
) -> list[Fraction]:
    known = [value for value in values if value is not None]
    ratios = [above / below for above, below in known]
    least, most = min(ratios), max(ratios)
    yardstick = Fraction(0)
    if baseline is not None:
        ((kind, number),) = baseline.items()
        pooled = sum(above for above, _ in known) / sum(below for _, below in known)
        yardstick = Fraction(number) if kind == "fixed" else six(Fraction(number) * pooled)
    scores = []
    for value in values:
        score = Fraction(0)
        if value is not None:
            x = value[0] / value[1]
            share = (20 + 80 * (x - least) / (most - least)) / 100 if formula == "min_max" else x / yardstick
            score = six(max(Fraction(0), min(share * weight, Fraction(CAP) * weight)))
        scores.append(score)
    return scores
