"""What other packages bring to the admin, registered again under our rules: periodic tasks and the log-in record."""

from config.admin import logins, periodic_tasks, unused

__all__ = ["logins", "periodic_tasks", "unused"]
