"""The pages of this app in the admin. Importing a topic registers its models."""

from indicators.admin import (
    areas,
    audit,
    catalogue,
    checks,
    departments,
    form_units,
    growth,
    inbox,
    observations,
    peer_groups,
    return_forms,
    returns,
    stand_ins,
    users,
)

__all__ = [
    "areas",
    "audit",
    "catalogue",
    "checks",
    "departments",
    "form_units",
    "growth",
    "inbox",
    "observations",
    "peer_groups",
    "return_forms",
    "returns",
    "stand_ins",
    "users",
]
