"""The page of a round's sums: what its publication brings to the ledger, or has brought."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from indicators.admin.figures import NO_DATA
from indicators.domain.numbers import plain
from indicators.models import Area, User
from tracker.domain.evaluations.facts import QUANTITY_NAMES, Quantity
from tracker.domain.evaluations.way import FROZEN_STATES, State
from tracker.models import Round
from tracker.queries.evaluations.roll_ups import RolledUp, rolled_up_inside

TRIAL = "试评批次的汇总数不入台账。"
FROZEN = "本批次发布时已入台账；此后台账中的更正不影响这里。"
PROVISIONAL = "按现有的评分卡汇总；批次发布时，与台账不同的各数作为最终核实数入台账。"


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRow:
    area: str
    indicator: str
    quantity: str
    value: str
    given: int
    absent: int
    ledger: str


def roll_ups_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """The sums of the areas of the account."""
    round = model_admin.found(request, pk)
    assert isinstance(request.user, User)
    user = request.user
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"汇总到指标：{round}",
        "opts": model_admin.opts,
        "original": round,
        "intro": _intro(round),
        "rows": [_row(each, area) for each, area in rolled_up_inside(round, user)],
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/tracker/round/roll_ups.html", context)


def _intro(round: Round) -> str:
    if round.trial:
        return TRIAL
    return FROZEN if State(round.state) in FROZEN_STATES else PROVISIONAL


def _row(each: RolledUp, area: Area) -> SumRow:
    unit = each.roll_up.indicator.measure_unit
    compared = "台账已有此数" if each.stands else "与台账不同"
    return SumRow(
        area=area.name,
        indicator=each.roll_up.indicator.name,
        quantity=QUANTITY_NAMES[Quantity(each.roll_up.quantity)],
        value=NO_DATA if each.value is None else f"{plain(each.value)} {unit}",
        given=each.total.given,
        absent=each.total.absent,
        ledger="没有数据，不发布" if each.value is None else compared,
    )
