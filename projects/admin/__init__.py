"""The pages of this app in the admin. Importing a topic registers its models."""

from projects.admin import dispatch_rules, land_settings, month_progress, parcels, projects

__all__ = ["dispatch_rules", "land_settings", "month_progress", "parcels", "projects"]
