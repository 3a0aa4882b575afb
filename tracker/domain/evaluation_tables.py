"""The tables of the evaluation in a data package."""

from indicators.domain.packages import Table

ENTERPRISES = Table(
    file="enterprises.csv",
    columns=("code", "name", "park", "area", "industry", "size_class", "in_production_from", "exempt_reason"),
)
QUANTITIES = (
    *("tax", "land_owned", "land_leased_in", "land_leased_out", "revenue", "value_added", "fixed_investment"),
    *("energy", "emissions", "electricity", "staff", "rd_spending", "bonus", "penalty"),
)
MARKS = ("size_class", "exempt_reason", "promotion", "grade_cap")
ENTERPRISE_FACTS = Table(
    file="enterprise_facts.csv",
    columns=("enterprise", "year", *QUANTITIES, "veto", *MARKS),
    optional=frozenset(MARKS),
)
ENTERPRISE_TAXES = Table(file="enterprise_taxes.csv", columns=("enterprise", "year", "component", "amount", "source"))
SCHEMES = Table(file="schemes.json", columns=())
ROUNDS = Table(file="rounds.csv", columns=("round", "name", "year", "schemes", "trial"))

# Numerators may be negative; these may not.
NEVER_NEGATIVE = frozenset(
    {
        *("land_owned", "land_leased_in", "land_leased_out", "energy", "emissions", "electricity", "staff"),
        *("rd_spending", "bonus", "penalty"),
    }
)
