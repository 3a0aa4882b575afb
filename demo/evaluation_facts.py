"""The facts of the firms, in all years, so that all parks together are as dense in tax as was published."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from random import Random

from demo.evaluation_firms import (
    BONUS,
    INDUSTRIES,
    LAST_YEAR,
    NEXT_YEAR,
    PARKS,
    PENALTY,
    THIS_YEAR,
    WITHOUT_LAND_AND_TAX,
    Firm,
)
from demo.evaluation_numbers import alike, cents, or_zero, part_of, total

# 万元/亩 of all parks together: published for 2023, with growth of 19.8 %, hence 10.3255 the year before.
TAX_PER_MU = {THIS_YEAR: Decimal("12.37"), LAST_YEAR: Decimal("10.3255")}
WHOLE_LAND = Decimal(100)  # Σ land is a multiple of it, so that Σ tax has no more than two decimals


def firms(random: Random) -> list[Firm]:
    """The firms with the facts of both years; tax per mu is set afterwards by `balance`."""
    made: list[Firm] = []
    for park in PARKS:
        for size_class in ["above"] * park.above + ["below"] * park.below:
            firm = Firm(len(made) + 1, park, random.choice(INDUSTRIES), size_class)
            _give_facts(firm, random)
            made.append(firm)
    _lease(made, random)
    return made


def _give_facts(firm: Firm, random: Random) -> None:
    above = firm.size_class == "above"
    land = Decimal(random.randint(200, 1800) if above else random.randint(30, 300)) / 10
    revenue_per_mu = Decimal(random.randint(150, 700) if above else random.randint(90, 420))
    revenue = part_of(land * revenue_per_mu, firm.park.strength)
    tax_per_mu = Decimal(random.randint(20, 260) * firm.park.strength) / 2000
    energy_per_revenue = Decimal(random.randint(8, 150)) / 1000
    emissions_per_revenue = Decimal(random.randint(1, 60)) / 10_000
    growth = random.randint(68, 104)
    for year, percent in ((LAST_YEAR, growth), (THIS_YEAR, 100)):
        of_year = part_of(revenue, percent + random.randint(-5, 5))
        firm.facts[year] = {
            "tax": cents(part_of(land * tax_per_mu, percent)),
            "land_owned": land,
            "land_leased_in": None,
            "land_leased_out": None,
            "revenue": cents(of_year),
            "value_added": cents(part_of(of_year, random.randint(18, 34))),
            "fixed_investment": cents(part_of(land, random.randint(200, 6000))),
            "energy": cents(of_year * energy_per_revenue),
            "emissions": (of_year * emissions_per_revenue).quantize(Decimal("0.0001"), ROUND_HALF_UP),
            "electricity": cents(of_year * energy_per_revenue / 4),
            "staff": Decimal(random.randint(60, 900) if above else random.randint(8, 70)),
            "rd_spending": cents(of_year * random.randint(2, 60) / 1000),
            "bonus": None,
            "penalty": None,
        }
        for name in ("fixed_investment", "energy", "emissions", "rd_spending"):
            if random.randint(1, 100) <= 4:
                firm.facts[year][name] = None


def _lease(made: Sequence[Firm], random: Random) -> None:
    """Some let land to the next firm of their park: what one leases out the other leases in."""
    for owner, tenant in pairwise(made):
        apart = owner.park is not tenant.park or owner.is_rated != tenant.is_rated
        leased = any(firm.facts[THIS_YEAR]["land_leased_in"] for firm in (owner, tenant))
        if apart or leased or random.randint(1, 12) != 1:
            continue
        for year in (LAST_YEAR, THIS_YEAR):
            area = part_of(or_zero(owner.facts[year]["land_owned"]), 20).quantize(Decimal("0.1"), ROUND_HALF_UP)
            owner.facts[year]["land_leased_out"] = tenant.facts[year]["land_leased_in"] = area


def carry_on(made: Iterable[Firm], random: Random) -> None:
    """The facts of the year that is still collected: land and staff as they were, the rest a little more or less."""
    kept = ("land_owned", "land_leased_in", "land_leased_out", "staff", "bonus", "penalty")
    for firm in made:
        percent = random.randint(92, 118)
        firm.facts[NEXT_YEAR] = {
            name: value
            if value is None or name in kept
            else alike(part_of(value, percent + random.randint(-4, 4)), value)
            for name, value in firm.facts[THIS_YEAR].items()
        }


def balance(group: Sequence[Firm], year: int) -> None:
    """Scale taxes and set the largest firm's land and tax so that Σ tax ÷ Σ land is exact for the group."""
    counted = [firm for firm in group if firm.number not in WITHOUT_LAND_AND_TAX]
    largest = max(counted, key=lambda firm: firm.land(year))
    land = total(firm.land(year) for firm in counted)
    largest.facts[year]["land_owned"] = or_zero(largest.facts[year]["land_owned"]) - land % WHOLE_LAND + WHOLE_LAND
    wanted = (land - land % WHOLE_LAND + WHOLE_LAND) * TAX_PER_MU[year]
    given = total(or_zero(firm.facts[year]["tax"]) for firm in counted)
    for firm in counted:
        firm.facts[year]["tax"] = cents(or_zero(firm.facts[year]["tax"]) * wanted / given)
    rest = wanted - total(or_zero(firm.facts[year]["tax"]) for firm in counted)
    largest.facts[year]["tax"] = cents(or_zero(largest.facts[year]["tax"]) + rest)


def mark(made: Sequence[Firm]) -> None:
    """Bonus and penalty points, and two firms that no bureau gave land and tax of."""
    for firm in made:
        this_year = firm.facts[THIS_YEAR]
        this_year["bonus"] = Decimal(3) if firm.number in BONUS else None
        this_year["penalty"] = Decimal(2) if firm.number in PENALTY else None
        if firm.number in WITHOUT_LAND_AND_TAX:
            for facts in firm.facts.values():
                facts |= dict.fromkeys(("tax", "land_owned", "land_leased_in", "land_leased_out"))
