"""Grades by share of rank, then places freed by vetoed firms, promotions, caps and vetoes, in this order."""

from collections.abc import Iterator

from indicators.domain.exact import exact
from tracker.domain.evaluations.facts import FirmFacts
from tracker.domain.evaluations.scheme import Grade, Scheme
from tracker.domain.evaluations.scorecard import Adjustment, Step


@exact
def grade_by_rank(grades: tuple[Grade, ...], rank: int, of: int) -> str:
    """The best grade whose share of N reaches the rank: rank ≤ share × N, never rank ÷ N.

    Cuts of 20 and 95 % in a group of 7: one A, since 1.4 is floored, and one D, since 6.65 is.

    >>> from decimal import Decimal
    >>> cuts = (Grade(code="A", up_to=Decimal("0.20")), Grade(code="B", up_to=Decimal("0.95")),
    ...         Grade(code="D", up_to=Decimal(1)))
    >>> "".join(grade_by_rank(cuts, rank, 7) for rank in range(1, 8))
    'ABBBBBD'
    """
    for grade in grades:
        if rank <= grade.up_to * of:
            return grade.code
    raise ValueError(f"rank {rank} of {of} lies beyond the last grade")


def freed_place(scheme: Scheme, rank: int, ahead: int, of: int) -> Adjustment | None:
    """The grade of a firm with `ahead` vetoed firms before it that free their places; None where it stays the same."""
    place = rank - ahead
    grade = grade_by_rank(scheme.grades, place, of)
    if grade == grade_by_rank(scheme.grades, rank, of):
        return None
    words = f"位次在前的 {ahead} 家被一票否决，让出名额：按第 {place} 位定档"
    return Adjustment(step=Step.FREED_PLACE, words=words, grade=grade)


def grade_adjustments(scheme: Scheme, facts: FirmFacts, by_rank: str | None) -> Iterator[Adjustment]:
    """What changes the grade, in order. Without a grade by rank (a small group) only a veto gives one."""
    grade = by_rank
    if grade is not None:
        for rule in scheme.promotions:
            if rule.when == facts.promotion and scheme.place_of(rule.grade) < scheme.place_of(grade):
                words = f"{rule.when}：由 {grade} 晋为 {rule.grade}"
                grade = rule.grade
                yield Adjustment(step=Step.PROMOTION, words=words, grade=grade)
        for rule in scheme.grade_caps:
            if rule.when == facts.grade_cap and scheme.place_of(rule.grade) > scheme.place_of(grade):
                words = f"{rule.when}：由 {grade} 限为 {rule.grade}"
                grade = rule.grade
                yield Adjustment(step=Step.GRADE_CAP, words=words, grade=grade)
    if facts.veto and grade != scheme.veto_grade:
        words = f"一票否决：定为 {scheme.veto_grade}，得分和位次不变"
        yield Adjustment(step=Step.VETO, words=words, grade=scheme.veto_grade)
