"""The format of a data package: its tables, their columns in order, and which of them may be missing."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the package."""

    file: str
    columns: tuple[str, ...]
    optional: frozenset[str] = field(default_factory=frozenset)


AREAS = Table(
    file="areas.csv",
    columns=("code", "name", "kind", "parent", "valid_from", "valid_until", "succeeds", "class"),
    optional=frozenset({"succeeds", "class"}),
)
PEER_GROUPS = Table(file="peer_groups.csv", columns=("group", "name", "area", "valid_from", "valid_until"))
INDICATORS = Table(
    file="indicators.csv",
    columns=(
        "code",
        "name",
        "measure_unit",
        "kind",
        "direction",
        "frequency",
        "decimals",
        "growth_decimals",
        "numerator",
        "denominator",
        "factor",
        "growth_computable",
        "department",
        "theme",
        "definition",
        "partition",
    ),
    optional=frozenset({"definition", "partition"}),
)
OBSERVATIONS = Table(
    file="observations.csv",
    columns=("indicator", "area", "period", "value", "growth", "vintage", "published_at", "note"),
)
