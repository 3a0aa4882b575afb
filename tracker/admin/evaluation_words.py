"""The words and labels that the pages of the evaluation share."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from indicators.admin.figures import NO_DATA
from indicators.domain.numbers import plain_rounded
from tracker.choices import RoundState, SizeClass
from tracker.domain.evaluations.card_storage import GROUP_SEPARATOR
from tracker.domain.evaluations.scheme import UNRATED
from tracker.domain.evaluations.scorecard import SCORE_DIGITS
from tracker.domain.evaluations.scoring import UNRATED_NAME
from tracker.models import Round, Scheme
from tracker.queries.evaluations.round_page import UNGRADED

STATE_COLOURS = {
    RoundState.COLLECTING.label: "info",
    RoundState.LOCKED.label: "warning",
    RoundState.SCORED.label: "warning",
    RoundState.PUBLISHED.label: "success",
    RoundState.FINAL.label: "success",
}
PROVISIONAL = (RoundState.COLLECTING, RoundState.LOCKED)
TRIAL_LABEL = "试评，不与政策挂钩"
PROVISIONAL_LABEL = "试算：批次锁定并评分之前，结果随数据变动"
UNOFFICIAL_LABEL = "演示权重，非官方"
UNGRADED_NAME = "未定档"


def labels_of(round: Round, schemes: Iterable[Scheme]) -> list[str]:
    """What stands on every page and file of a round."""
    labels = [TRIAL_LABEL] if round.trial else []
    if not all(scheme.official for scheme in schemes):
        labels.append(UNOFFICIAL_LABEL)
    if round.state in PROVISIONAL:
        labels.append(PROVISIONAL_LABEL)
    return labels


def grade_names(schemes: Iterable[Scheme]) -> dict[str, str]:
    """Every grade a card of these schemes may have, by code, the best first; last class T and no grade (`""`)."""
    named = {grade["grade"]: grade.get("name", "") for scheme in schemes for grade in scheme.content["grades"]}
    return named | {UNRATED: UNRATED_NAME, "": UNGRADED_NAME}


def grade_text(grade: str, names: Mapping[str, str]) -> str:
    return f"{grade} {names.get(grade, '')}".strip()


def grade_choices(names: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    return [(grade or UNGRADED, grade_text(grade, names)) for grade in names]


def score_text(score: Decimal | None) -> str:
    """Two decimals, as the order of domain asks for; ranks rest on six."""
    return NO_DATA if score is None else plain_rounded(score, SCORE_DIGITS)


def group_words(group: str, scheme: Scheme) -> str:
    """A group as it is stored, with the size class in words."""
    classes = {choice.value: str(choice.label) for choice in SizeClass}
    return " / ".join(classes.get(part, part) for part in group.split(GROUP_SEPARATOR)) or str(scheme)
