"""Sections of a project's page that other topics and higher apps bring along: reviews, issues, plans, firms.

def issues_section(project: Project, user: User) -> Section | None: ...

add_section(issues_section)      # at the module's end; projects/admin/__init__.py imports the module
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from indicators.models import User
from projects.models import Project


@dataclass(frozen=True, slots=True)
class Section:
    """A title with a template below it, which reads `section.context`, `project` and the page's own context."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


SectionMaker = Callable[[Project, User], Section | None]

_makers: list[SectionMaker] = []


def add_section(make: SectionMaker) -> None:
    """Called with a project and who looks at it; None shows nothing. Sections stand in the order of being added."""
    if make not in _makers:
        _makers.append(make)


def sections_of(project: Project, user: User) -> list[Section]:
    return [section for make in _makers if (section := make(project, user)) is not None]
