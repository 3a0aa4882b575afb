"""Everything that the page of one project shows; a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from indicators.domain.exact import exact
from indicators.domain.periods import Period
from indicators.models import Indicator, User
from projects.domain.lights import ProjectMonth
from projects.domain.preliminaries import Item, Missing, PreliminaryKind, missing_on
from projects.domain.rates import Arrival, Rate, arrived_by, funding_rate
from projects.models import (
    Funding,
    FundingArrival,
    Milestone,
    Preliminary,
    Project,
    ProjectDocument,
    ProjectPlan,
    ProjectProgress,
    StageChange,
)
from projects.queries.access import projects_of
from projects.queries.project_numbers import latest_month, project_months


@dataclass(frozen=True, slots=True)
class Source:
    """A source of money with what arrived of it by a day; 万元."""

    funding: Funding
    arrivals: Sequence[FundingArrival]
    arrived: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFile:
    """`month` is the account's newest month, None where none of its projects has a figure."""

    month: Period | None
    standing: ProjectMonth | None
    progress: Sequence[ProjectProgress]
    plans: Sequence[ProjectPlan]
    stage_changes: Sequence[StageChange]
    sources: Sequence[Source]
    funding: Rate
    preliminaries: Sequence[Preliminary]
    missing: Sequence[Missing]
    milestones: Sequence[Milestone]
    documents: Sequence[ProjectDocument]
    indicators: Sequence[Indicator]


def project_file(project: Project, user: User, today: date) -> ProjectFile:
    own = projects_of(user)
    month = latest_month(own)
    sources = _sources(project, today)
    preliminaries = list(project.preliminaries.all())
    arrivals = [Arrival(each.arrived_on, each.amount) for source in sources for each in source.arrivals]
    return ProjectFile(
        month=month,
        standing=project_months(own.filter(pk=project.pk), month).get(project.pk) if month else None,
        progress=list(project.progress.select_related("audit_entry").order_by("-period", "-version")),
        plans=list(project.plans.order_by("-year", "-adopted_on")),
        stage_changes=list(project.stage_changes.select_related("audit_entry").order_by("-changed_on", "-pk")),
        sources=sources,
        funding=funding_rate([source.funding.planned for source in sources], arrivals, today),
        preliminaries=preliminaries,
        missing=missing_on([_item(each) for each in preliminaries], today),
        milestones=list(project.milestones.all()),
        documents=list(project.documents.defer("content")),
        indicators=list(project.indicators.order_by("code")),
    )


def document_of(project: Project, pk: int) -> ProjectDocument | None:
    """A document with its file."""
    return project.documents.filter(pk=pk, content__isnull=False).first()


def _item(each: Preliminary) -> Item:
    return Item(
        kind=PreliminaryKind(each.kind),
        name=each.name,
        is_needed=each.is_needed,
        due_on=each.due_on,
        done_on=each.done_on,
    )


@exact
def _sources(project: Project, today: date) -> list[Source]:
    arrivals = FundingArrival.objects.select_related("audit_entry").order_by("arrived_on", "pk")
    rows = project.funding.prefetch_related(Prefetch("arrivals", arrivals))
    return [
        Source(
            each,
            list(each.arrivals.all()),
            arrived_by((Arrival(a.arrived_on, a.amount) for a in each.arrivals.all()), today),
        )
        for each in rows
    ]
