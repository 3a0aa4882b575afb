"""Rows of bureaus that matched no firm: the queue of a round, and the steps that settle one row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from tracker.choices import UnmatchedState
from tracker.domain.evaluations.fact_sheets import fact_column
from tracker.domain.evaluations.matching import Directory
from tracker.domain.evaluations.matching_candidates import Candidate, CandidateFinder, code_remark
from tracker.models import Round, UnmatchedRow
from tracker.queries.evaluations.supply import may_settle, unmatched_of
from tracker.queries.evaluations.supply_firms import directory_of
from tracker.services.evaluations.fact_locks import lock_reasons

PER_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    row: UnmatchedRow
    why: str
    remark: str
    facts: Sequence[tuple[str, str]]
    candidates: Sequence[Candidate]


def queue_view(model_admin: Any, request: HttpRequest, round: Round) -> HttpResponse:
    """The rows that wait, those of one department where it is asked for, each with the firms it may mean."""
    user: Any = request.user
    waiting = unmatched_of(user).filter(file__round=round, state=UnmatchedState.WAITING).order_by("pk")
    department = request.GET.get("department", "")
    if department.isdecimal() and len(department) < 10:
        waiting = waiting.filter(file__department=int(department))
    pages = Paginator(waiting, PER_PAGE).get_page(request.GET.get("p"))
    known = directory_of(user)
    finder = CandidateFinder(known)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": round._meta,
        "original": round,
        "round": round,
        "title": f"待认领：{round}",
        "pages": pages,
        "rows": [queue_row(row, known, finder) for row in pages],
        "department": department,
        "locked": lock_reasons(round.year, through=round),
        "may_settle": may_settle(user),
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/tracker/round/facts/queue.html", context)


def queue_row(row: UnmatchedRow, known: Directory, finder: CandidateFinder) -> QueueRow:
    fault = code_remark(row.code)
    return QueueRow(
        row=row,
        why=known.find(row.code, row.name).reason,
        remark=fault.message if fault else "",
        facts=facts_in_words(row),
        candidates=finder.find(row.code, row.name),
    )


def facts_in_words(row: UnmatchedRow) -> list[tuple[str, str]]:
    """Title and content of every fact of the row; “—” is the wish to delete one."""
    return [(fact_column(key).title, "—（删去）" if text is None else text) for key, text in row.facts.items()]
