from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """What is built, which land: its topics arrive with their own change."""

    name = "projects"
    verbose_name = "项目与土地"
