"""The pages of this app in the admin. Importing a topic registers its models."""

from tracker.admin import (
    assessment_rules,
    assessments,
    bulletin_definitions,
    bulletin_runs,
    bulletin_templates,
    bulletins,
    enterprises,
    plans,
    rankings,
    rounds,
    schemes,
    targets,
)

__all__ = [
    "assessment_rules",
    "assessments",
    "bulletin_definitions",
    "bulletin_runs",
    "bulletin_templates",
    "bulletins",
    "enterprises",
    "plans",
    "rankings",
    "rounds",
    "schemes",
    "targets",
]
