"""What a screen can check at once, while somebody types, without asking the server."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.checks.cell_rules import allowed_digits
from indicators.domain.checks.kinds import CheckKind
from indicators.domain.checks.past_rules import cumulative_base
from indicators.domain.checks.subjects import History, Rule, Subject, evidence_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The narrowest bounds of all rules for one cell; None is no bound."""

    lower: Decimal | None = None
    upper: Decimal | None = None
    decimals: int | None = None
    not_below: Decimal | None = None


def bounds(rules: Sequence[Rule], subject: Subject, history: History) -> Bounds:
    """The bounds of one cell by the same rules as `findings`."""
    applicable = [rule for rule in rules if rule.applies_to(subject)]
    ranges = [rule for rule in applicable if rule.kind == CheckKind.RANGE]
    cumulative = any(rule.kind == CheckKind.CUMULATIVE for rule in applicable)
    return Bounds(
        lower=max(_given(rule.lower for rule in ranges), default=None),
        upper=min(_given(rule.upper for rule in ranges), default=None),
        decimals=min(
            (allowed_digits(rule, subject) for rule in applicable if rule.kind == CheckKind.DIGITS), default=None
        ),
        not_below=cumulative_base(subject, evidence_of([], history)) if cumulative else None,
    )


def _given(numbers: Iterable[Decimal | None]) -> list[Decimal]:
    return [number for number in numbers if number is not None]
