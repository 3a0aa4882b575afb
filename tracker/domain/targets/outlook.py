"""Placeholder until the module is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tracker.domain.targets.target import Target, YearFigures

METHOD = "outlook/1"


@dataclass(frozen=True, slots=True)
class Outlook:
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    will_meet: str | None = None
    reason: str | None = None


def outlook(target: Target, year: int, figures: Mapping[int, YearFigures]) -> Outlook:
    return Outlook(reason="no_method")


def method_words(target: Target) -> str:
    return ""
