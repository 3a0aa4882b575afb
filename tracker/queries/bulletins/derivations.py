"""Gathering what the computed numbers of a bulletin rest on, so that they can be computed again from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indicators.domain.periods import Period
from tracker.domain.bulletins.derivations import derived_keys
from tracker.domain.bulletins.facts import Facts, FigureKey
from tracker.domain.bulletins.recipe import IndicatorFacts
from tracker.domain.derivation import Derivation, RatioInputs
from tracker.queries.bulletins.ledger import Ledger, ledger_at
from tracker.queries.bulletins.ratio_inputs import RatioSources, ratio_sources


@dataclass(frozen=True, slots=True)
class Derived:
    """The inputs of every computed number, and by figure key every ledger row looked for (None: in vain)."""

    derivations: Mapping[FigureKey, Derivation]
    observations: Mapping[FigureKey, int | None]


def derivations_of(
    facts: Facts,
    *,
    reads: set[tuple[str, str]],
    areas: set[str],
    codes: Mapping[int, str],
    lineage: Mapping[str, Sequence[str]],
) -> Derived:
    """Of all figures; a fixed number of queries.

    `reads` are the indicators and periods of the bulletin, `areas` those it reads, `codes` of all areas by id;
    `lineage` holds for every area itself and what it continues, newest first.
    """
    read = {(code, Period.parse(text)) for code, text in reads}
    read |= {(code, each) for code, period in read if (each := _base_period(facts.indicator(code), period))}
    ratios = ratio_sources(read, codes)
    ledger = ledger_at(set(_keys(read, areas, ratios)), lineage)
    derivations = {key: _derivation(facts, key, ratios, ledger) for key in derived_keys(facts)}
    return Derived(derivations, ledger.observations)


def _base_period(indicator: IndicatorFacts, period: Period) -> Period | None:
    return period.year_before() if indicator.growth_computable else None


def _keys(read: set[tuple[str, Period]], areas: set[str], ratios: Mapping[str, RatioSources]) -> Iterator[FigureKey]:
    for code, period in read:
        for area in areas:
            yield code, area, str(period)
            if code in ratios:
                for pair in ratios[code].pairs(area, period):
                    yield from pair


def _derivation(facts: Facts, key: FigureKey, ratios: Mapping[str, RatioSources], ledger: Ledger) -> Derivation:
    code, area, text = key
    period = Period.parse(text)
    base, ratio = _base_period(facts.indicator(code), period), ratios.get(code)
    return Derivation(
        level=ledger.level(key),
        base=ledger.level((code, area, str(base))) if base else None,
        ratio=_ratio(ratio, area, period, ledger) if ratio else None,
        base_ratio=_ratio(ratio, area, base, ledger) if ratio and base else None,
    )


def _ratio(sources: RatioSources, area: str, period: Period, ledger: Ledger) -> RatioInputs:
    pairs = sources.pairs(area, period)
    return RatioInputs(
        factor=sources.factor,
        pairs=tuple((ledger.level(numerator), ledger.level(denominator)) for numerator, denominator in pairs),
        pooled=sources.is_pooled(area, period),
    )
