"""Indicators, areas and departments by what people type for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from indicators.models import Area, Department, Indicator

T = TypeVar("T", Indicator, Area, Department)
C = TypeVar("C", Indicator, Area)
GROWTH_WORDS = ("", "增长", "增速", "涨幅", "增长率")


class UnknownNameError(ValueError):
    """The message says what may be typed instead."""


@dataclass(frozen=True, slots=True)
class Names(Generic[T]):
    """What is offered for choice, and what each may be called: its code, its name where only one has it, or both."""

    what: str
    labels: Mapping[str, T]
    by_code: Mapping[str, T]
    by_name: Mapping[str, Sequence[T]]

    def find(self, text: str) -> T:
        """Raises `UnknownNameError`."""
        found = self.labels.get(text) or self.by_code.get(text)
        if found is not None:
            return found
        named = self.by_name.get(text, ())
        if len(named) == 1:
            return named[0]
        if named:
            raise UnknownNameError(f"有 {len(named)} 个{self.what}叫“{text[:40]}”，请写代码")
        raise UnknownNameError(f"没有叫“{text[:40]}”的{self.what}，请从列表中选")


@dataclass(frozen=True, slots=True)
class Catalogue:
    indicators: Names[Indicator]
    areas: Names[Area]
    departments: Names[Department]

    def references(self, words: str) -> list[Indicator]:
        """The indicators a plan may mean by `words`: of that name, or of the growth of it."""
        return [each for mark in GROWTH_WORDS for each in self.indicators.by_name.get(f"{words}{mark}", ())]


def catalogue() -> Catalogue:
    """Everything that can be named; three queries."""
    return Catalogue(
        indicators=_coded("指标", Indicator.objects.order_by("code")),
        areas=_coded("地区", Area.objects.order_by("code")),
        departments=_named("部门", Department.objects.order_by("name")),
    )


def label_of(coded: Indicator | Area) -> str:
    """How the list for choice shows it, and how the form shows what was chosen.

    >>> label_of(Indicator(code="GDP", name="地区生产总值"))
    'GDP 地区生产总值'
    """
    return f"{coded.code} {coded.name}"


def _coded(what: str, rows: Iterable[C]) -> Names[C]:
    listed = list(rows)
    return Names(
        what, {label_of(each): each for each in listed}, {each.code: each for each in listed}, _by_name(listed)
    )


def _named(what: str, rows: Iterable[Department]) -> Names[Department]:
    listed = list(rows)
    return Names(what, {each.name: each for each in listed}, {}, _by_name(listed))


def _by_name(listed: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for each in listed:
        found.setdefault(each.name, []).append(each)
    return found
