"""Sections of a page that other topics and higher apps bring along: reviews, issues, plans on a project's page.

def issues_section(project: Project, user: User) -> Section | None: ...

add_section(issues_section)      # at the module's end; projects/admin/__init__.py imports the module
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db import models

from indicators.models import User
from projects.models import Project

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Section:
    """A title with a template below it, which reads `section.context` and the page's own context."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


class Sections(Generic[Row]):
    """Those of one kind of page, in the order of being added."""

    def __init__(self) -> None:
        self.makers: list[Callable[[Row, User], Section | None]] = []

    def add(self, make: Callable[[Row, User], Section | None]) -> None:
        """Called with the object of the page and who looks at it; None shows nothing."""
        if make not in self.makers:
            self.makers.append(make)

    def of(self, row: Row, user: User) -> list[Section]:
        return [section for make in self.makers if (section := make(row, user)) is not None]


project_sections = Sections[Project]()
add_section = project_sections.add
