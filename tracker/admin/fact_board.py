"""How complete the facts of a round are: the board of the bureaus, and the firms that a fact is missing of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse

from indicators.admin.csv_export import Column, csv_response
from tracker.domain.evaluations.fact_sheets import FACT_NAMES, fact_column
from tracker.models import Round
from tracker.queries.evaluations.supply import may_settle, may_supply
from tracker.queries.evaluations.supply_board import Coverage, DepartmentCoverage, coverage_of
from tracker.queries.evaluations.supply_firms import missing_firms
from tracker.services.evaluations.fact_locks import lock_reasons

PER_PAGE = 50
CHUNK = 2_000
NO_FIRM_YET = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    title: str
    total: "Cell"
    parks: Sequence["Cell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One coverage with the query of its missing firms; empty where none is missing."""

    name: str
    coverage: Coverage
    percent: str
    missing_query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentPart:
    of: DepartmentCoverage
    lines: Sequence[FactLine]
    may_supply: bool


def board_view(model_admin: Any, request: HttpRequest, round: Round) -> HttpResponse:
    user: Any = request.user
    parts = [
        DepartmentPart(
            of=each,
            lines=[_line(fact.fact, fact.total, fact.parks) for fact in each.facts],
            may_supply=may_supply(user, each.department),
        )
        for each in coverage_of(round, user)
    ]
    return _page(
        model_admin,
        request,
        round,
        "board",
        title=f"部门数据：{round}",
        parts=parts,
        waiting=sum(part.of.waiting for part in parts),
        locked=lock_reasons(round.year, through=round),
        may_settle=may_settle(user),
    )


def missing_view(model_admin: Any, request: HttpRequest, round: Round) -> HttpResponse:
    fact, park = _asked(request)
    user: Any = request.user
    pages = Paginator(missing_firms(round, user, fact, park), PER_PAGE).get_page(request.GET.get("p"))
    return _page(
        model_admin,
        request,
        round,
        "missing",
        title=f"缺“{fact_column(fact).name}”的企业：{round}",
        pages=pages,
        query=urlencode({"fact": fact, "park": park} if park else {"fact": fact}),
    )


def missing_csv_view(model_admin: Any, request: HttpRequest, round: Round) -> HttpResponseBase:
    fact, park = _asked(request)
    user: Any = request.user
    columns: list[Column] = [
        ("统一社会信用代码", lambda firm: firm.code),
        ("企业", lambda firm: firm.name),
        ("园区", lambda firm: firm.park.name if firm.park else ""),
        ("地区", lambda firm: firm.area.name),
        ("缺", lambda firm: fact_column(fact).title),
    ]
    firms = missing_firms(round, user, fact, park)
    return csv_response(f"missing-{round.code}-{fact}", columns, firms.iterator(chunk_size=CHUNK))


def _asked(request: HttpRequest) -> tuple[str, str]:
    fact, park = request.GET.get("fact", ""), request.GET.get("park", "")
    if fact not in FACT_NAMES or "\0" in park:
        raise Http404
    return fact, park


def _line(fact: str, total: Coverage, parks: Sequence[Coverage]) -> FactLine:
    return FactLine(
        title=fact_column(fact).title,
        total=_cell(fact, total),
        parks=[_cell(fact, park) for park in parks],
    )


def _cell(fact: str, coverage: Coverage) -> Cell:
    asked = {"fact": fact, "park": coverage.key} if coverage.key else {"fact": fact}
    return Cell(
        name=coverage.name,
        coverage=coverage,
        percent=NO_FIRM_YET if coverage.percent is None else f"{coverage.percent}%",
        missing_query=urlencode(asked) if coverage.missing else "",
    )


def _page(model_admin: Any, request: HttpRequest, round: Round, name: str, **shown: Any) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": round._meta,
        "original": round,
        "round": round,
        **shown,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, f"admin/tracker/round/facts/{name}.html", context)
