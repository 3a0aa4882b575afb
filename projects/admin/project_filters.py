"""The filters of the list of projects. What the account's projects do not have is no filter at all."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.db import models
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter

from indicators.models import User
from projects.admin.project_words import NO_LIGHT
from projects.domain.lights import NAMES, Light
from projects.queries.project_offers import by_registration, themes_in_use, with_light, with_theme, words_in_use

NONE = "none"


class OfferedFilter(DropdownFilter):
    """One of what is offered to the account."""

    all_option = ("", "全部")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        assert isinstance(request.user, User)
        return self.offered(request.user)

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet:
        chosen = self.value()
        if not chosen:
            return queryset
        if chosen not in [key for key, _ in self.lookup_choices]:
            raise IncorrectLookupParameters
        assert isinstance(request.user, User)
        return self.narrowed(queryset, request.user, chosen)

    def has_output(self) -> bool:
        return True

    def offered(self, user: User) -> list[tuple[str, str]]:
        raise NotImplementedError

    def narrowed(self, projects: Any, user: User, chosen: str) -> models.QuerySet:
        raise NotImplementedError


class KindFilter(OfferedFilter):
    title, parameter_name = "类别", "kind"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [(word, word) for word in words_in_use(user, "kind")]

    def narrowed(self, projects: Any, user: User, chosen: str) -> models.QuerySet:
        return projects.filter(kind=chosen)


class LeadFilter(OfferedFilter):
    title, parameter_name = "牵头单位", "lead"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [(word, word) for word in words_in_use(user, "lead")]

    def narrowed(self, projects: Any, user: User, chosen: str) -> models.QuerySet:
        return projects.filter(lead=chosen)


class ThemeFilter(OfferedFilter):
    title, parameter_name = "专题", "theme"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [(theme, theme) for theme in themes_in_use(user)]

    def narrowed(self, projects: Any, user: User, chosen: str) -> models.QuerySet:
        return with_theme(projects, chosen)


class LightFilter(OfferedFilter):
    title, parameter_name = "最近月份的灯", "light"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [*((str(light), name) for light, name in NAMES.items()), (NONE, NO_LIGHT)]

    def narrowed(self, projects: Any, user: User, chosen: str) -> models.QuerySet:
        return with_light(projects, user, None if chosen == NONE else Light(chosen))


class StatisticsFilter(OfferedFilter):
    title, parameter_name = "纳统", "statistics"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [("no", "未纳统"), ("yes", "已纳统")]

    def narrowed(self, projects: Any, user: User, chosen: str) -> models.QuerySet:
        return by_registration(projects, registered=chosen == "yes")
