"""The pages of this app in the admin. Importing a topic registers its models."""

from indicators.admin import (
    areas,
    audit,
    catalogue,
    departments,
    growth,
    observations,
    peer_groups,
    users,
)

__all__ = ["areas", "audit", "catalogue", "departments", "growth", "observations", "peer_groups", "users"]
