"""What the publication of a round brings to the ledger: sums over its frozen score cards, and what stands against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F, QuerySet
from django.utils import timezone

from indicators.domain.figures import Figure
from indicators.domain.kinds import Vintage
from indicators.domain.periods import Period
from indicators.models import Area, Observation, User
from indicators.queries.access_areas import areas_of
from indicators.queries.publication import publication_faults
from tracker.domain.evaluations.card_storage import facts_from_json
from tracker.domain.evaluations.facts import FirmFacts, Quantity
from tracker.domain.evaluations.roll_ups import Place, Sum, note_of, places_of
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.models import RollUp, Round, ScoreCard

CHUNK = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledUp:
    """The sum of one place for one indicator; `value` None: no firm has the fact, so nothing is published."""

    roll_up: RollUp
    area: str
    total: Sum
    value: Decimal | None
    stands: bool  # the ledger holds this value as final already


def roll_ups_with_indicators() -> QuerySet[RollUp]:
    return RollUp.objects.select_related("indicator").order_by("indicator__code")


def rolled_up(round: Round) -> list[RolledUp]:
    """By indicator and area; empty for a trial, and where no roll-up is set."""
    roll_ups = [] if round.trial else list(roll_ups_with_indicators())
    if not roll_ups:
        return []
    sums = _sums(round, [Quantity(each.quantity) for each in roll_ups])
    held = _held(round, roll_ups)
    found = []
    for roll_up in roll_ups:
        for (quantity, area), total in sorted(sums.items()):
            if quantity == roll_up.quantity:
                value = total.divided_by(roll_up.divisor)
                stands = value is not None and held.get((roll_up.indicator_id, area)) == value
                found.append(RolledUp(roll_up=roll_up, area=area, total=total, value=value, stands=stands))
    return found


def rolled_up_inside(round: Round, user: User) -> list[tuple[RolledUp, Area]]:
    """The sums of the areas of an account, with the area: the sum over a single firm is a fact of it."""
    areas = {area.code: area for area in Area.objects.filter(pk__in=areas_of(user))}
    return [(each, areas[each.area]) for each in rolled_up(round) if each.area in areas]


def figures_to_publish(round: Round, moment: datetime) -> list[Figure]:
    """One figure for every sum that the ledger does not hold yet."""
    return [
        Figure(
            indicator=each.roll_up.indicator.code,
            area=each.area,
            period=Period.parse(str(round.year)),
            value=each.value,
            growth=None,
            vintage=Vintage.FINAL,
            published_at=moment,
            published_as=moment.isoformat(),
            note=note_of(round.name, round.code, each.total),
        )
        for each in rolled_up(round)
        if each.value is not None and not each.stands
    ]


def refusals_of_roll_ups(round: Round, reader: User | None = None) -> list[str]:
    """Why the ledger would not take the sums now."""
    faults = publication_faults(figures_to_publish(round, timezone.localtime()), reader=reader)
    return list(dict.fromkeys(f"汇总数不能入台账：{fault.message}" for fault in faults))


def _sums(round: Round, quantities: Sequence[Quantity]) -> dict[tuple[str, str], Sum]:
    """By quantity and area."""
    areas = {
        code: Place(kind, parent) for code, kind, parent in Area.objects.values_list("code", "kind", "parent__code")
    }
    chains: dict[tuple[str, ...], frozenset[str]] = {}
    sums: dict[tuple[str, str], Sum] = {}
    for places, components, facts in _evaluated(round):
        if places not in chains:
            chains[places] = places_of(places, areas)
        for quantity in dict.fromkeys(quantities):
            value = facts.quantity(quantity, components)
            for area in chains[places]:
                sums.setdefault((quantity, area), Sum()).add(value)
    return sums


def _evaluated(round: Round) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], FirmFacts]]:
    """Park and area, the components of tax, and the facts of every firm that is not class T, as the cards hold them."""
    components = {}
    for scheme in round.schemes.all():
        [written] = read_scheme(scheme.content).schemes
        components[scheme.pk] = written.tax_components
    cards = ScoreCard.objects.filter(round=round, score__isnull=False)
    rows = cards.values_list("group__scheme_id", "inputs__firm__park", "inputs__firm__area", F("inputs__facts"))
    for scheme_id, park, area, facts in rows.iterator(chunk_size=CHUNK):
        places = tuple(code for code in (park, area) if code)
        yield places, components[scheme_id], facts_from_json(facts)


def _held(round: Round, roll_ups: Sequence[RollUp]) -> dict[tuple[int, str], Decimal | None]:
    """The final values that the ledger holds for the year, by indicator and area."""
    rows = Observation.objects.current().filter(
        indicator__in=[each.indicator_id for each in roll_ups], period=str(round.year), vintage=Vintage.FINAL
    )
    return {(indicator, area): value for indicator, area, value in rows.values_list("indicator", "area__code", "value")}
