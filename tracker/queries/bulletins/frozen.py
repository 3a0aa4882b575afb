"""The records that sections of projects and land are printed from: today's, and whether they still say the same."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet

from indicators.domain.periods import Period
from projects.domain.dispatch_record import dispatch_to_json
from projects.domain.land_record import land_to_json
from projects.queries.dispatch_records import DispatchYear, dispatch_year
from projects.queries.land_records import land_record
from tracker.domain.bulletins.composition import BLOCKS
from tracker.domain.bulletins.document import Block
from tracker.domain.bulletins.facts import Facts
from tracker.domain.bulletins.recipe import FROZEN, LAND, PROJECTS, Recipe, SectionRecipe, recipe_from_json
from tracker.models import Bulletin, BulletinContent

Record = Mapping[str, Any]


class FrozenRecords:
    """Today's records as they are stored; each is read once, and a year of projects for all its months."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], Record] = {}
        self._years: dict[tuple[str, int], DispatchYear] = {}

    def dispatch(self, sections: Iterable[SectionRecipe]) -> dict[str, Record]:
        """The record of projects of each area and month that is shown."""
        return self._records(PROJECTS, sections)

    def land(self, sections: Iterable[SectionRecipe]) -> dict[str, Record]:
        """The record of land of each area and month that is shown."""
        return self._records(LAND, sections)

    def _records(self, kind: str, sections: Iterable[SectionRecipe]) -> dict[str, Record]:
        return {each.frozen: self._record(each) for each in sections if each.kind == kind}

    def _record(self, section: SectionRecipe) -> Record:
        key, month = (section.kind, section.frozen), Period.parse(section.period)
        if key not in self._read:
            if section.kind == PROJECTS:
                self._read[key] = dispatch_to_json(self._year(section.area, month.year).record(month))
            else:
                self._read[key] = land_to_json(land_record(section.area, month.last_day))
        return self._read[key]

    def _year(self, area: str, year: int) -> DispatchYear:
        if (area, year) not in self._years:
            self._years[area, year] = dispatch_year(area, year)
        return self._years[area, year]


def with_other_records(bulletins: QuerySet[Bulletin]) -> list[int]:
    """Those whose sections of projects or of land would be printed otherwise today.

    What happened after their month, or changes nothing that is printed, makes no difference.
    """
    shown = Q(*(("recipe__sections__contains", [{"kind": kind}]) for kind in FROZEN), _connector=Q.OR)
    contents = BulletinContent.objects.filter(shown, bulletin__in=bulletins.order_by().values("pk"))
    records, found = FrozenRecords(), []
    for pk, stored in contents.values_list("pk", "recipe").order_by("pk"):
        before = recipe_from_json(stored)
        today = replace(before, dispatch=records.dispatch(before.sections), land=records.land(before.sections))
        if before != today and _blocks(before) != _blocks(today):
            found.append(pk)
    return found


def _blocks(recipe: Recipe) -> list[tuple[Block, ...]]:
    facts = Facts(recipe, {})
    return [BLOCKS[each.kind](facts, each) for each in recipe.sections if each.kind in FROZEN]
