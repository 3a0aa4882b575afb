"""What computed growth and ratios are computed from, as it is kept beside what was frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.domain.numbers import plain
from indicators.domain.ratios import RatioValue, pooled_ratio, ratio

Pair = tuple[Decimal | None, Decimal | None]  # numerator, denominator
Key = tuple[str, str, str]  # indicator, area, period


@dataclass(frozen=True, slots=True)
class RatioInputs:
    """What a ratio is divided from: one pair, or (`pooled`) the pairs of all members of the partition."""

    factor: Decimal
    pairs: tuple[Pair, ...]
    pooled: bool = False

    @property
    def ratio(self) -> RatioValue:
        if self.pooled:
            return pooled_ratio(self.pairs, self.factor)
        ((numerator, denominator),) = self.pairs
        return ratio(numerator, denominator, self.factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """The level of one figure now and a year ago (`base`), and of a ratio the inputs at both times.

    Levels are read along the lineage of the area. What a year ago gives is absent where growth is not computable.
    """

    level: Decimal | None = None
    base: Decimal | None = None
    ratio: RatioInputs | None = None
    base_ratio: RatioInputs | None = None


def derivations_to_json(derivations: Mapping[Key, Derivation]) -> list[list[Any]]:
    """Sorted rows; numbers as plain text with all their digits."""
    return [
        [*key, plain(each.level), plain(each.base), _ratio_to_json(each.ratio), _ratio_to_json(each.base_ratio)]
        for key, each in sorted(derivations.items())
    ]


def derivations_from_json(stored: Iterable[list[Any]]) -> dict[Key, Derivation]:
    return {
        (indicator, area, period): Derivation(
            level=_number(level), base=_number(base), ratio=_ratio(ratio), base_ratio=_ratio(base_ratio)
        )
        for indicator, area, period, level, base, ratio, base_ratio in stored
    }


def _ratio_to_json(inputs: RatioInputs | None) -> list[Any] | None:
    if inputs is None:
        return None
    return [plain(inputs.factor), [[plain(each) for each in pair] for pair in inputs.pairs], inputs.pooled]


def _ratio(stored: list[Any] | None) -> RatioInputs | None:
    if stored is None:
        return None
    factor, pairs, pooled = stored
    return RatioInputs(Decimal(factor), tuple((_number(above), _number(below)) for above, below in pairs), pooled)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
