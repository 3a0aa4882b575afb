"""Projects as the interface lists them, and what they come to in a month."""

from typing import Any

from indicators.domain.numbers import plain, plain_six
from indicators.domain.periods import Period
from indicators.models import User
from indicators.queries.lists.pages import Listing
from indicators.queries.lists.texts import Column, Day, OrNull, Plain
from projects.domain.package_tables import PROJECTS
from projects.domain.progress import summarise
from projects.queries.access import own_area, own_areas_under, projects_of
from projects.queries.project_numbers import years_of

WRITTEN: dict[str, Column] = {
    "area": "area__code",
    **{name: Plain(name) for name in ("total_investment", "longitude", "latitude")},
    **{name: Day(name) for name in ("starts_on", "ends_on", "statistics_registered_on")},
    **{name: OrNull(name) for name in ("kind", "theme", "lead", "category", "national_code")},
}
COLUMNS: dict[str, Column] = {name: WRITTEN.get(name, name) for name in PROJECTS.columns}


def project_list(user: User, *, area: str | None = None, area_under: str | None = None, **equal: str | None) -> Listing:
    """The projects inside the account's areas; `equal` are columns and what they hold."""
    rows = projects_of(user).filter(**equal)
    if area is not None:
        rows = rows.filter(area=own_area(user, area, "area"))
    if area_under is not None:
        rows = rows.filter(area__in=own_areas_under(user, area_under))
    return Listing(queryset=rows, key=("code",), columns=COLUMNS)


def project_summary(user: User, *, period: Period, area: str | None = None, kind: str | None = None) -> dict[str, Any]:
    """What the account's projects come to by the end of a month; raises `UnknownCodeError`."""
    rows = projects_of(user)
    if area is not None:
        rows = rows.filter(area=own_area(user, area, "area"))
    if kind is not None:
        rows = rows.filter(kind=kind)
    found = summarise(years_of(rows, period.year).values(), period)
    return {
        "period": str(period),
        "planned": plain(found.planned),
        "invested": plain(found.invested),
        "completion": plain_six(found.completion),
        "time_share": plain_six(found.time_share),
        "ahead": plain_six(found.ahead),
        "projects": found.projects,
        "started": found.started,
        "planned_new": found.planned_new,
    }
