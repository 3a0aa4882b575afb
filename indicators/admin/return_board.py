"""The board of a period (报送情况): rates by form, each unit's state, who is late, and what waits for me."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from indicators.admin.figures import moment_text, period_text
from indicators.admin.return_pages import STATE_COLOURS, deadline_text
from indicators.domain.numbers import plain_rounded
from indicators.models import Return
from indicators.queries.returns.board import FormProgress, periods_with_returns, progress_of, waiting_for


def board_view(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """The newest period, or the one asked for."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    user: Any = request.user
    periods = periods_with_returns(user)
    period = request.GET.get("period") or (periods[0] if periods else "")
    if period and period not in periods:
        raise Http404
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "报送情况",
        "opts": model_admin.opts,
        "periods": [(each, period_text(each, "")) for each in periods],
        "period": period,
        "period_words": period_text(period, "") if period else "",
        "forms": [_form_lines(each) for each in progress_of(user, period)] if period else [],
        "waiting": [_line(of) for of in waiting_for(user)],
        "list_url": f"{reverse('admin:indicators_return_changelist')}?period={period}",
        "may_remind": user.has_perm("indicators.remind_return"),
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, "admin/indicators/return/board.html", context)


def _form_lines(progress: FormProgress) -> dict[str, Any]:
    return {
        "name": progress.form,
        "units": len(progress.returns),
        "handed_in": progress.handed_in,
        "late": progress.late,
        "rate": plain_rounded(progress.rate, 1),
        "on_time_rate": plain_rounded(progress.on_time_rate, 1),
        "lines": [_line(of) for of in progress.returns],
    }


def _line(of: Return) -> dict[str, Any]:
    return {
        "url": reverse("admin:indicators_return_change", args=[of.pk]),
        "form": of.form.name,
        "unit": of.unit.name,
        "period": of.period_words,
        "state": of.get_state_display(),
        "colour": STATE_COLOURS[of.get_state_display()],
        "deadline": deadline_text(of, timezone.localdate()),
        "submitted": moment_text(of.submitted_at),
        "clerk": str(of.clerk or ""),
    }
