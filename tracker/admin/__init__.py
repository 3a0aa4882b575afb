"""The pages of this app in the admin. Importing a topic registers its models."""

from tracker.admin import bulletin_definitions, bulletin_runs, bulletin_templates, bulletins, rankings

__all__ = ["bulletin_definitions", "bulletin_runs", "bulletin_templates", "bulletins", "rankings"]
