"""How complete the facts of a round are, by bureau and fact, inside the areas of an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from indicators.models import Department, User
from tracker.choices import UnmatchedState
from tracker.models import FactFile, Round
from tracker.queries.evaluations.supply import facts_by_department, files_of, unmatched_of
from tracker.queries.evaluations.supply_firms import firms_of_round, has_fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Of `needed` firms so many are `present`; `key` and `name` of a park, empty for all of them."""

    key: str = ""
    name: str = ""
    needed: int
    present: int

    @property
    def missing(self) -> int:
        return self.needed - self.present

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded down, so that 100 means complete."""
        return self.present * 100 // self.needed if self.needed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCoverage:
    fact: str
    total: Coverage
    parks: Sequence[Coverage]


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentCoverage:
    department: Department
    facts: Sequence[FactCoverage]
    last_file: FactFile | None
    waiting: int


def coverage_of(round: Round, user: User) -> list[DepartmentCoverage]:
    """A fixed number of queries, whatever the number of bureaus, facts and firms."""
    duties = facts_by_department()
    parks = _by_park(round, user, {fact for facts in duties.values() for fact in facts})
    files = files_of(user).filter(round=round).order_by("department_id", "-uploaded_at").distinct("department_id")
    last = {file.department_id: file for file in files}
    waiting = _waiting(round, user)
    return [
        DepartmentCoverage(
            department=department,
            facts=[_fact(fact, parks) for fact in facts],
            last_file=last.get(department.pk),
            waiting=waiting.get(department.pk, 0),
        )
        for department, facts in duties.items()
    ]


def _by_park(round: Round, user: User, facts: set[str]) -> list[Mapping[str, object]]:
    counts = {f"has_{fact}": Count("pk", filter=has_fact(round, fact)) for fact in sorted(facts)}
    firms = firms_of_round(round, user).order_by("park__code").values("park__code", "park__name")
    return list(firms.annotate(needed=Count("pk"), **counts))


def _waiting(round: Round, user: User) -> dict[int, int]:
    rows = unmatched_of(user).filter(file__round=round, state=UnmatchedState.WAITING)
    counted = rows.order_by().values_list("file__department").annotate(count=Count("pk"))
    return dict(counted)


def _fact(fact: str, parks: Sequence[Mapping[str, object]]) -> FactCoverage:
    lines = [
        Coverage(
            key=str(each["park__code"] or ""),
            name=str(each["park__name"] or "园区外"),
            needed=int(str(each["needed"])),
            present=int(str(each[f"has_{fact}"])),
        )
        for each in parks
    ]
    total = Coverage(needed=sum(each.needed for each in lines), present=sum(each.present for each in lines))
    return FactCoverage(fact=fact, total=total, parks=lines)
