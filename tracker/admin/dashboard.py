"""The first page: what waits, where one may go, what was published last, and the newest places of one's own areas."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from indicators.admin.figures import growth_text, moment_text, period_text, value_text
from indicators.admin.return_pages import STATE_COLOURS, deadline_text
from indicators.models import User
from indicators.queries.returns.board import waiting_for
from tracker.admin.ranking_page import change_text, title_of
from tracker.queries.dashboard import newest_figures, newest_places

SHOWN = 8


def dashboard_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Adds to the context of the index, with a fixed number of queries."""
    user: Any = request.user
    waiting = waiting_lines(user) if user.has_perm("indicators.view_return") else None
    figures = figure_lines() if user.has_perm("indicators.view_observation") else None
    places = place_lines(user) if user.has_perm("tracker.view_ranking") else None
    topics = topics_of(context["sidebar_navigation"])
    context.update(waiting=waiting, newest_figures=figures, own_places=places, own_areas=own_areas(user), topics=topics)
    return context


def topics_of(navigation: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The groups of the sidebar with the pages the account may see."""
    groups = [(group["title"], [item for item in group["items"] if item["has_permission"]]) for group in navigation]
    return [(title, items) for title, items in groups if title and items]


def own_areas(user: User) -> str:
    return "、".join(area.name for area in user.areas.all())


def waiting_lines(user: User) -> list[dict[str, str]]:
    """The returns that wait for the account, the nearest deadline first."""
    return [
        {
            "url": reverse("admin:indicators_return_change", args=[of.pk]),
            "name": str(of),
            "state": of.get_state_display(),
            "colour": STATE_COLOURS[of.get_state_display()],
            "deadline": deadline_text(of, timezone.localdate()),
        }
        for of in waiting_for(user)[:SHOWN]
    ]


def figure_lines() -> list[dict[str, str]]:
    """The figures that were recorded last, in words."""
    return [
        {
            "url": reverse("admin:indicators_observation_change", args=[row.pk]),
            "name": f"{row.area.name} {row.indicator.name} {period_text(row.period, row.indicator.kind)}",
            "value": value_text(row.value, row.indicator),
            "growth": growth_text(row.growth, row.indicator),
            "published": moment_text(row.published_at),
        }
        for row in newest_figures()[:SHOWN]
    ]


def place_lines(user: User) -> list[dict[str, str]]:
    """The newest places of the areas given to the account, in words."""
    return [
        {
            "url": reverse("admin:tracker_ranking_change", args=[place.ranking_id]),
            "title": title_of(place.ranking),
            "place": f"{place.area.name} 第 {place.place} 位（共 {place.ranking.of} 个）",
            "change": change_text(place.place, place.previous_place),
        }
        for place in newest_places(user)[:SHOWN]
    ]
