"""The tables of plans in a data package."""

from indicators.domain.packages import Table

PLANS = Table(
    file="plans.csv",
    columns=("plan", "name", "start_year", "end_year", "area", "predecessor"),
    optional=frozenset({"area", "predecessor"}),
)
TARGETS = Table(
    file="targets.csv",
    columns=(
        "plan",
        "indicator",
        "area",
        "category",
        "attribute",
        "form",
        "base_year",
        "base_value",
        "value",
        "tolerance",
        "reference",
        "text",
        "adopted_on",
        "document",
        "reason",
        "department",
        "note",
        "measure",
    ),
    optional=frozenset({"adopted_on", "document", "reason", "department", "note", "measure"}),
)
YEARLY_TARGETS = Table(
    file="yearly_targets.csv",
    columns=(
        "plan",
        "indicator",
        "area",
        "year",
        "form",
        "value",
        "tolerance",
        "text",
        "adopted_on",
        "document",
        "department",
        "measure",
    ),
    optional=frozenset({"adopted_on", "document", "department", "measure"}),
)
