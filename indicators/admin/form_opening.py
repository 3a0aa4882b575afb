"""Opening the returns of one period by hand, with a word for each unit of the form."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of
from indicators.domain.kinds import Frequency
from indicators.domain.periods import InvalidPeriodError, Period, latest_over
from indicators.models import FormUnit, ReturnForm
from indicators.queries.returns.forms import active_units
from indicators.services.audit import Actor
from indicators.services.returns.gate import ReturnRefusedError
from indicators.services.returns.opening import open_return


class PeriodForm(forms.Form):
    """Which period to open."""

    period = forms.CharField(
        label="期别",
        widget=UnfoldAdminTextInputWidget,
        help_text="如 2026-Q1（一季度）、2026-03（三月）、2026（全年）；期末已过的才能开放",
    )

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"].strip().upper())
        except InvalidPeriodError as error:
            raise ValidationError(str(error), code=error.code) from error


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one unit: its return, or why there is none."""

    unit: FormUnit
    text: str


def open_period_page(model_admin: ModelAdmin, request: HttpRequest, of: ReturnForm) -> HttpResponse:
    """Ask for the period, open it, and show on the same page what became of each unit."""
    sent = request.POST if request.method == "POST" else None
    form = PeriodForm(sent, initial={"period": str(latest_over(timezone.localdate(), Frequency(of.frequency)))})
    outcomes, period = None, None
    if form.is_valid():
        period = form.cleaned_data["period"]
        outcomes = [open_for(unit, period, actor_of(request)) for unit in active_units(of, str(period))]
    return action_page(
        model_admin,
        request,
        obj=of,
        form=form,
        title=f"补开一期：{of}",
        submit="开放填报",
        intro="为每个启用的填报单位开放这一期；已有的不重复开放。首个期别以前的、漏开的都可以在这里补开；"
        "截止日已过的，开放后请审核岗延期。",
        details="admin/indicators/returnform/outcomes.html",
        outcomes=outcomes,
        period=period,
    )


def open_for(unit: Any, period: Period, actor: Actor) -> Outcome:
    """Open the unit's return, or say why not. Each unit is a transaction of its own."""
    try:
        opened = open_return(unit=unit, period=period, actor=actor)
    except ReturnRefusedError as refusal:
        return Outcome(unit, f"没有开放：{refusal}")
    if unit.is_open:
        return Outcome(unit, "此前已开放")
    late = "（已过，请审核岗延期）" if opened.due_on < timezone.localdate() else ""
    return Outcome(unit, f"已开放，{opened.due_on} 截止{late}")
