"""`returns/{id}/cells`: saving what is typed."""

from typing import Any

from django.http import HttpResponseBase
from rest_framework.request import Request
from rest_framework.settings import api_settings

from indicators.api.errors import ApiError
from indicators.api.returns.base import ReturnView, actor_of, refused
from indicators.api.returns.rows import cell_rows, conflict_rows, finding_rows
from indicators.api.returns.shapes import CellChanges, SavedCells
from indicators.queries.returns.figures import CheckedReturn
from indicators.services.returns.drafting import CellChange, CellConflictError, save_cells
from indicators.services.returns.gate import ReturnRefusedError

NON_FIELD_ERRORS_KEY = api_settings.NON_FIELD_ERRORS_KEY


class ReturnCellsView(ReturnView):
    """保存草稿：整批保存或整批不存；他人已改的单元格以 409 列出，表已关闭以 403 列出全部理由。"""

    http_method_names = ["patch", "options"]
    body = CellChanges
    answer = SavedCells

    def patch(self, request: Request, pk: int) -> HttpResponseBase:
        self.given(request)
        of = self.return_for(request, pk)
        try:
            saved = save_cells(pk=of.pk, changes=changes_of(request), actor=actor_of(request))
        except ReturnRefusedError as refusal:
            raise refused(refusal) from refusal
        except CellConflictError as conflict:
            rows = conflict_rows(CheckedReturn(of), conflict.conflicts)
            raise ApiError(409, conflict.code, str(conflict), conflicts=rows) from conflict
        checked = CheckedReturn(saved.of)
        return self.answered(
            {
                "version": saved.of.version,
                "cells": cell_rows(checked, saved.cells),
                "findings": finding_rows(checked.findings),
            }
        )


def changes_of(request: Request) -> list[CellChange]:
    """The changes of the request; 400 names what is malformed."""
    form = CellChanges(data=request.data)
    if not form.is_valid():
        raise ApiError(400, "invalid", f"请求内容有误：{_first_fault(form.errors)}", errors=form.errors)
    return [CellChange(**change) for change in form.validated_data["changes"]]


def _first_fault(errors: Any, path: str = "") -> str:
    """Where the first fault lies, and what it is: `changes[1].seen：…`."""
    if isinstance(errors, dict):
        name, inner = next(iter(errors.items()))
        step = f"[{name}]" if isinstance(name, int) else f".{name}" if name != NON_FIELD_ERRORS_KEY else ""
        return _first_fault(inner, f"{path}{step}".lstrip("."))
    return f"{path}：{errors[0]}" if path else str(errors[0])
