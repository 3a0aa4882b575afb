"""填写年度数据: a firm's facts of one year beside those of the year before, stored as a further version."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from indicators.admin.base import actor_of, mark_refused
from indicators.admin.figures import NO_DATA
from indicators.admin.forms import add_refusal
from indicators.domain.numbers import plain
from tracker.admin.enterprise_facts_form import YearForm, initial_of
from tracker.admin.enterprise_words import FACT_TITLES, fact_text
from tracker.models import Enterprise
from tracker.queries.evaluations.typed_year import YearContent, tax_components, year_content, year_to_type
from tracker.services.evaluations.fact_locks import lock_reasons
from tracker.services.evaluations.typed_facts import StaleYearError, UnconfirmedError, look_key, type_facts

YEAR = re.compile(r"\A(?:19|20|21)[0-9]{2}\Z", re.ASCII)
TEMPLATE = "admin/tracker/enterprise/facts.html"


class ChosenYearForm(forms.Form):
    year = forms.RegexField(
        YEAR,
        label="年度",
        error_messages={"invalid": "请填四位年份"},
        widget=UnfoldAdminIntegerFieldWidget({"min": 1900, "max": 2199}),
    )


def facts_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("tracker.post_facts"):
        raise PermissionDenied
    firm = model_admin.found(request, pk)
    chosen = ChosenYearForm({"year": request.GET.get("year") or year_to_type() or timezone.localdate().year - 1})
    if not chosen.is_valid():
        return _page(model_admin, request, firm, chosen)
    year = int(chosen.cleaned_data["year"])
    content, last_year = year_content(firm, year), year_content(firm, year - 1)
    components = [*tax_components(year), *last_year.taxes]
    data = request.POST if request.method == "POST" else None
    form = YearForm(data, names=FACT_TITLES, initial=initial_of(content, components))
    shown: dict[str, Any] = {}
    if data is not None and form.is_valid():
        try:
            written = _store(request, firm, year, form)
        except ValidationError as refusal:
            mark_refused(request, f"{firm} {year}：{'；'.join(refusal.messages)}")
            add_refusal(form, refusal)
        except StaleYearError as stale:
            mark_refused(request, f"{firm} {year}：{stale}")
            shown["changes"] = stale.changes
        except UnconfirmedError as unconfirmed:
            shown["looks"] = [(look_key(look), look.message) for look in unconfirmed.looks]
            shown["confirmed"] = request.POST.getlist("confirmed")
        else:
            messages.success(request, f"已存入 {year} 年数据。" if written else "与现有数据相同，没有新的版次。")
            return HttpResponseRedirect(reverse("admin:tracker_enterprise_change", args=[firm.pk]))
    return _page(
        model_admin,
        request,
        firm,
        chosen,
        form=form,
        year=year,
        stored=bool(content.versions),
        locks=lock_reasons(year),
        figures=[(field, fact_text(field.name, _of(last_year, field.name))) for field in form.figures],
        marks=[(field, fact_text(field.name, _of(last_year, field.name))) for field in form.marks],
        taxes=[(row, _last_tax(last_year, row[0].value())) for row in form.taxes],
        **shown,
    )


def _store(request: HttpRequest, firm: Enterprise, year: int, form: YearForm) -> int:
    return type_facts(
        firm=firm,
        year=year,
        facts=form.typed_facts,
        taxes=form.typed_taxes,
        seen=form.seen_versions,
        confirmed=request.POST.getlist("confirmed"),
        actor=actor_of(request),
        reason=form.cleaned_data["reason"],
    )


def _page(
    model_admin: Any, request: HttpRequest, firm: Enterprise, chosen: ChosenYearForm, **shown: Any
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"填写年度数据：{firm}",
        "opts": model_admin.opts,
        "original": firm,
        "firm": firm,
        "chosen": chosen,
        "back": reverse("admin:tracker_enterprise_change", args=[firm.pk]),
        **shown,
    }
    request.current_app = model_admin.admin_site.name
    return TemplateResponse(request, TEMPLATE, context)


def _of(content: YearContent, name: str) -> Any:
    return (content.facts or {}).get(name)


def _last_tax(content: YearContent, component: str | None) -> str:
    amount, _ = content.taxes.get(component or "", (None, ""))
    return plain(amount) or NO_DATA
