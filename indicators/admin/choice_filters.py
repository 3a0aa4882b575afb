"""Filters of a list by one of a few choices: what is offered to the account, or what is still to do."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.db import models
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter

from indicators.models import User


class OfferedFilter(DropdownFilter):
    """One of what `offered` returns; what is none of it is refused."""

    all_option = ("", "全部")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        assert isinstance(request.user, User)
        return self.offered(request.user)

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet:
        chosen = self.value()
        if not chosen:
            return queryset
        if chosen not in dict(self.lookup_choices):
            raise IncorrectLookupParameters
        assert isinstance(request.user, User)
        return self.narrowed(queryset, request.user, chosen)

    def has_output(self) -> bool:
        """Shown though there may be nothing to choose, so that a choice in the address is refused all the same."""
        return True

    def offered(self, user: User) -> list[tuple[str, str]]:
        raise NotImplementedError

    def narrowed(self, rows: Any, user: User, chosen: str) -> models.QuerySet:
        raise NotImplementedError


class WorkFilter(DropdownFilter):
    """The first of `kinds`, what is still to do, unless another is asked for."""

    title = "办理情况"
    parameter_name = "work"
    all_option = None
    kinds: tuple[tuple[str, str], ...] = ()

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(self.kinds)

    def value(self) -> str:
        return super().value() or self.kinds[0][0]
