"""The pages of this app in the admin. Importing a topic registers its models."""

from projects.admin import (
    dispatch_rules,
    issues,
    land_settings,
    month_progress,
    parcels,
    projects,
    review_steps,
    review_templates,
    reviews,
)

__all__ = [
    "dispatch_rules",
    "issues",
    "land_settings",
    "month_progress",
    "parcels",
    "projects",
    "review_steps",
    "review_templates",
    "reviews",
]
