"""`returns`: the list, and one return with its cells, what stands beside them, and the findings."""

from typing import Any

from django.http import HttpResponseBase
from rest_framework.request import Request

from indicators.api.lists import ListView
from indicators.api.parameters import PERIOD, Parameter, choice
from indicators.api.returns.base import ReturnView
from indicators.api.returns.rows import area_rows, cell_rows, finding_rows, indicator_rows, refusal_rows, return_row
from indicators.api.returns.shapes import ReturnRow, WholeReturn
from indicators.choices import ReturnState
from indicators.domain.period_words import period_text
from indicators.domain.returns import Step
from indicators.models import Return, User
from indicators.queries.lists.pages import Listing
from indicators.queries.lists.returns import return_list
from indicators.queries.returns.access import refusals_by_step
from indicators.queries.returns.figures import CheckedReturn

FORM = Parameter(name="form", description="报表代码")
STATE = choice("state", "状态", ReturnState.values)


class ReturnList(ListView):
    """填报表：该账号经办的，一张报表、一个填报单位、一个期别一行。"""

    name = "returns"
    permission = "indicators.view_return"
    kept = False
    filters = (FORM, PERIOD, STATE)
    answer = ReturnRow

    def listing(self, **selection: Any) -> Listing:
        assert isinstance(self.request.user, User)
        return return_list(self.request.user, **selection)


class ReturnPageView(ReturnView):
    """一张填报表：全部单元格、上期和上年同期公布数、审核结果，以及不能填写的全部理由。"""

    answer = WholeReturn

    def get(self, request: Request, pk: int) -> HttpResponseBase:
        self.given(request)
        return self.answered(return_body(self.return_for(request, pk), request.user))


def return_body(of: Return, user: Any) -> dict[str, Any]:
    checked = CheckedReturn(of)
    refusals = refusals_by_step(user, of)[Step.WRITE]
    return {
        **return_row(of),
        "state_label": of.get_state_display(),
        "period_label": period_text(checked.period, checked.cells[0].indicator.kind),
        "writable": not refusals,
        "refusals": refusal_rows(refusals),
        "indicators": indicator_rows(checked),
        "areas": area_rows(checked),
        "cells": cell_rows(checked, checked.cells),
        "findings": finding_rows(checked.findings),
    }
