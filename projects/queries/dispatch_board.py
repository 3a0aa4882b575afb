"""What the dispatch board of a month shows to an account, by its filters."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from indicators.choices import AreaKind
from indicators.domain.periods import Period
from indicators.models import Area, User
from indicators.queries.access_areas import areas_of
from projects.domain.dispatch import Board, board
from projects.domain.rates import themes_of
from projects.models import Project
from projects.queries.access import own_areas_under, projects_of
from projects.queries.issues import issues_of, open_issues
from projects.queries.project_numbers import dispatched, light_limits

WORDS = ("kind", "theme", "lead")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """Empty: all. `area` is a subtree by code; `theme` one of the themes of a project."""

    area: str = ""
    kind: str = ""
    theme: str = ""
    lead: str = ""


def board_of(user: User, month: Period, chosen: BoardFilter) -> Board:
    """A fixed number of queries; raises `UnknownCodeError` for an area outside the account's."""
    projects = dispatched(_filtered(user, chosen), month)
    return board(projects, month, light_limits(month), light_limits(month.previous()))


def _filtered(user: User, chosen: BoardFilter) -> QuerySet[Project]:
    rows = projects_of(user)
    if chosen.area:
        rows = rows.filter(area__in=own_areas_under(user, chosen.area))
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.theme:
        rows = rows.filter(theme__contains=chosen.theme)
    if chosen.lead:
        rows = rows.filter(lead=chosen.lead)
    return rows


def filter_choices(user: User) -> Mapping[str, list[tuple[str, str]]]:
    """What each filter offers: the areas of the account, and the words its projects use."""
    rows = projects_of(user).order_by()
    areas = Area.objects.filter(pk__in=areas_of(user), kind__in=[AreaKind.CITY, AreaKind.COUNTY, AreaKind.PARK])
    words = {name: sorted(rows.exclude(**{name: ""}).values_list(name, flat=True).distinct()) for name in WORDS}
    words["theme"] = sorted({each for theme in words["theme"] for each in themes_of(theme)})
    return {
        "area": list(areas.order_by("code").values_list("code", "name")),
        **{name: [(each, each) for each in found] for name, found in words.items()},
    }


def own_members(user: User, kind: AreaKind) -> dict[str, str]:
    """The counties or parks of the account: code and name."""
    return dict(Area.objects.filter(pk__in=areas_of(user), kind=kind).order_by("code").values_list("code", "name"))


def project_keys(user: User) -> dict[str, int]:
    return dict(projects_of(user).values_list("code", "pk"))


def open_issue_counts(user: User) -> dict[str, int]:
    """By project, the issues that are open now: what a meeting about the month has to settle."""
    rows = open_issues(issues_of(user)).order_by().values_list("project__code")
    return dict(rows.annotate(number=Count("pk")))
