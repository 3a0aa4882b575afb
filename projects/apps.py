from importlib import import_module

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """What is built, which land: projects with plans and progress, parcels with their disposals."""

    name = "projects"
    verbose_name = "项目与土地"

    def ready(self) -> None:
        """Subscribe to the own news, and bring along the tables for packages."""
        import_module("projects.receivers")
        packages = import_module("indicators.services.packages")
        packages.add_part(import_module("projects.services.package").PART)
