"""The filters of the list of projects. What the account's projects do not have is no filter at all."""

from typing import Any

from django.db import models

from indicators.admin.choice_filters import OfferedFilter
from indicators.models import User
from projects.admin.project_words import NO_LIGHT
from projects.domain.lights import NAMES, Light
from projects.queries.project_offers import by_registration, themes_in_use, with_light, with_theme, words_in_use

NONE = "none"


class WordFilter(OfferedFilter):
    """One of the words that stand in a field."""

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [(word, word) for word in words_in_use(user, self.parameter_name)]

    def narrowed(self, rows: Any, user: User, chosen: str) -> models.QuerySet:
        return rows.filter(**{self.parameter_name: chosen})


class KindFilter(WordFilter):
    title, parameter_name = "类别", "kind"


class LeadFilter(WordFilter):
    title, parameter_name = "牵头单位", "lead"


class ThemeFilter(OfferedFilter):
    title, parameter_name = "专题", "theme"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [(theme, theme) for theme in themes_in_use(user)]

    def narrowed(self, rows: Any, user: User, chosen: str) -> models.QuerySet:
        return with_theme(rows, chosen)


class LightFilter(OfferedFilter):
    title, parameter_name = "最近月份的灯", "light"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [*((str(light), name) for light, name in NAMES.items()), (NONE, NO_LIGHT)]

    def narrowed(self, rows: Any, user: User, chosen: str) -> models.QuerySet:
        return with_light(rows, user, None if chosen == NONE else Light(chosen))


class StatisticsFilter(OfferedFilter):
    title, parameter_name = "纳统", "statistics"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [("no", "未纳统"), ("yes", "已纳统")]

    def narrowed(self, rows: Any, user: User, chosen: str) -> models.QuerySet:
        return by_registration(rows, registered=chosen == "yes")
