"""The pages of this app in the admin. Importing a topic registers its models."""

from tracker.admin import rankings

__all__ = ["rankings"]
