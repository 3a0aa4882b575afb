"""The tables of projects and land in a data package. Money 万元, land 亩, shares in percent."""

from indicators.domain.packages import Table

PROJECT_LATER = ("category", "statistics_registered_on", "national_code")
PROJECTS = Table(
    file="projects.csv",
    columns=(
        *("code", "name", "area", "kind", "stage", "total_investment", "starts_on", "ends_on", "theme", "lead"),
        *("longitude", "latitude", *PROJECT_LATER),
    ),
    optional=frozenset(PROJECT_LATER),
)
PROJECT_PLANS = Table(file="project_plans.csv", columns=("project", "year", "planned", "adopted_on"))
PROJECT_PROGRESS = Table(file="project_progress.csv", columns=("project", "period", "invested_ytd", "note"))

PARCEL_STATE = ("agreed_start", "started_on", "due_mu", "developed_mu", "invested_share", "stopped_on")
PARCELS = Table(
    file="parcels.csv",
    columns=("code", "park", "name", "ledger", "area_mu", "holder", *PARCEL_STATE),
    optional=frozenset(PARCEL_STATE),
)
DISPOSALS = Table(
    file="disposals.csv",
    columns=("parcel", "confirmed_on", "area_mu", "mode", "document", "reason"),
    optional=frozenset({"reason"}),
)
