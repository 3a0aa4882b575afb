"""The figures that the ratios of a bulletin rest on, so that a revision of one of them is noticed as well."""

from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import Period
from indicators.models import Area, Indicator, Observation
from indicators.queries.areas import memberships
from tracker.domain.bulletins.facts import FigureKey


def ratio_inputs(reads: set[tuple[str, str]], areas: set[str]) -> dict[FigureKey, int | None]:
    """By figure key the ledger rows of numerators and denominators (None: not there); a fixed number of queries.

    `reads` are the indicators and periods of the bulletin. A ratio of a whole rests on the members of its partition.
    """
    rows = Indicator.objects.filter(code__in={code for code, _ in reads}, kind=Kind.RATIO)
    ratios = {each.code: each for each in rows.select_related("numerator", "denominator")}
    if not ratios:
        return {}
    partitions = memberships([each.partition_id for each in ratios.values() if each.partition_id])
    codes = dict(Area.objects.values_list("pk", "code"))
    keys: dict[FigureKey, int | None] = {}
    for code, text in reads:
        if code in ratios:
            ratio = ratios[code]
            spans = partitions[ratio.partition_id].spans if ratio.partition_id in partitions else []
            read = areas | {codes[area] for area, _, _ in spans}
            for source in (ratio.numerator, ratio.denominator):
                assert source
                part = Period.parse(text).last_part(Frequency(source.frequency))
                keys.update(dict.fromkeys((source.code, area, str(part)) for area in read))
    current = Observation.objects.current().figures()
    current = current.filter(
        indicator__code__in={code for code, _, _ in keys},
        area__code__in={area for _, area, _ in keys},
        period__in={text for _, _, text in keys},
    )
    for pk, *key in current.values_list("pk", "indicator__code", "area__code", "period"):
        if tuple(key) in keys:
            keys[tuple(key)] = pk  # type: ignore[index]
    return keys
