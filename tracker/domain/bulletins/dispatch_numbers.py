"""The numbers of a frozen dispatch board and of frozen land ledgers by address, for the sections that print them."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property

from indicators.domain.ranking import Ranked
from projects.domain.dispatch import GROUPS, Board, BoardGroup
from projects.domain.dispatch_record import DispatchRecord
from projects.domain.disposals import Ledger, LedgerTotal
from projects.domain.land_record import LandRecord

PLACED = ("county", "park")
SUMMARY = ("planned", "invested", "completion", "time_share", "ahead", "projects")


class BoardNumbers:
    """`planned`, `rate/funding`, `behind`, `group/kind/0/planned`, `place/park/0/place`, `line/P1/ahead`, `year`."""

    def __init__(self, record: DispatchRecord) -> None:
        self.record = record

    @cached_property
    def board(self) -> Board:
        return self.record.board()

    @cached_property
    def groups(self) -> Mapping[str, list[BoardGroup]]:
        return {by: self.board.groups(by) for by in GROUPS}

    @cached_property
    def places(self) -> Mapping[str, Ranked[str]]:
        return {by: self.board.places(by, self.record.members[by]) for by in PLACED}

    def number(self, source: str) -> Decimal:
        """The exact number; KeyError for what is no address or has no number."""
        found = self._found(*source.split("/"))
        if found is None:
            raise KeyError(source)
        return Decimal(found)

    def _found(self, kind: str, *rest: str) -> Decimal | int | None:
        if kind == "rate":
            return getattr(self.board.rates, rest[0]).share
        if kind == "group":
            by, number, column = rest
            return getattr(self.groups[by][int(number)].summary, _known(column))
        if kind == "place":
            by, number, column = rest
            place = self.places[by].places[int(number)]
            return {"place": place.place, "value": place.value}[column]
        if kind == "line":
            return {line.project.code: line.now.ahead for line in self.board.lines}[rest[0]]
        counts = {"behind": len(self.board.behind), "year": self.record.month.year, "month": self.record.month.number}
        return counts[kind] if kind in counts else getattr(self.board.summary, _known(kind))


class LandNumbers:
    """`idle/parcels`, `idle/area_mu`, `idle/disposed_mu`, `idle/mode/0`, `idle/park/P01/area_mu`, `year`."""

    def __init__(self, record: LandRecord) -> None:
        self.record = record

    @cached_property
    def totals(self) -> Mapping[Ledger, LedgerTotal]:
        return self.record.totals()

    @cached_property
    def parks(self) -> Mapping[Ledger, Mapping[str, LedgerTotal]]:
        return {ledger: self.record.parks(ledger) for ledger in self.totals}

    def number(self, source: str) -> Decimal:
        """The exact number; KeyError for what is no address."""
        kind, *rest = source.split("/")
        until = self.record.until
        if not rest:
            return Decimal({"year": until.year, "month": until.month, "day": until.day}[kind])
        ledger = Ledger(kind)
        if rest[0] == "mode":
            return list(self.totals[ledger].by_mode.values())[int(rest[1])]
        if rest[0] == "park":
            return Decimal(getattr(self.parks[ledger][rest[1]], _known(rest[2], LAND)))
        return Decimal(getattr(self.totals[ledger], _known(rest[0], LAND)))


LAND = ("parcels", "area_mu", "disposed_mu")


def _known(column: str, columns: tuple[str, ...] = SUMMARY) -> str:
    if column not in columns:
        raise KeyError(column)
    return column
