"""Rules that returns are checked by: their parameters by kind, their validity, and a try-out on published figures."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from indicators.admin.areas import ValidityFilter
from indicators.admin.base import RecordAdmin
from indicators.admin.check_forms import PARAMETERS, CheckRuleForm, TryOutForm, labelled_errors, reads
from indicators.admin.check_try_out_page import try_out_page
from indicators.admin.check_words import KIND_HELP, help_shown_by_kind, parameters_text
from indicators.admin.filters import SearchSelectFilter
from indicators.choices import Severity
from indicators.domain.checks import kinds
from indicators.models import CheckRule
from indicators.services.audit import Actor
from indicators.services.checks import save_rule

SEVERITIES = {Severity.MANDATORY.label: "danger", Severity.VERIFY.label: "warning"}


def shown_for(name: str) -> str:
    """When the page shows a parameter; that of a stored rule offers no choice of kind and its own parameters only."""
    chosen = [f"kind == '{kind}'" for kind, parameters in kinds.READS.items() if name in parameters]
    return " || ".join(["typeof kind == 'undefined'", *chosen])


@admin.register(CheckRule)
class CheckRuleAdmin(RecordAdmin):
    form = CheckRuleForm
    fixed_fields = ("code", "kind")
    list_display = ("name", "code", "kind", "shown_severity", "scope", "measure_scope", "parameters", "validity")
    list_filter = (
        ("severity", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ("indicator", SearchSelectFilter),
        ValidityFilter,
    )
    list_select_related = ("indicator",)
    search_fields = ("code", "name", "indicator__code", "indicator__name")
    search_help_text = "按规则或指标的代码、名称查找"
    autocomplete_fields = ("indicator",)
    readonly_fields = ("parameters",)
    actions_detail = ("try_out_saved",)
    conditional_fields: ClassVar[dict[str, str]] = {name: shown_for(name) for name in PARAMETERS}
    change_form_after_template = "admin/indicators/checkrule/try_out_button.html"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        editing = obj is None or self.has_change_permission(request, obj)
        fieldsets = (
            (None, {"fields": ("code", "name", "severity")}),
            (
                "审核内容",
                {
                    "fields": ("kind", *_parameters_of(obj, editing)),
                    "description": KIND_HELP[kinds.CheckKind(obj.kind)] if obj else help_shown_by_kind(),
                },
            ),
            ("适用范围", {"fields": ("indicator", "measure"), "description": "一条规则管一个指标或全部指标。"}),
            (
                "有效期",
                {
                    "fields": (("valid_from", "valid_until"),),
                    "description": "填报表按其期末日有效的规则审核。规则不删除：不再用时填停用日。",
                },
            ),
            ("变更", {"fields": ("reason",)}),
        )
        return fieldsets if editing else fieldsets[:-1]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.try_out_new)
        return [path("try-out/", view, name="indicators_checkrule_try_out"), *super().get_urls()]

    def page_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Where the button of the form leads, for those who may see what it shows."""
        context = super().page_context(request, obj)
        editing = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if editing and self.has_try_out_permission(request):
            name = "admin:indicators_checkrule_try_out"
            context["try_out_url"] = reverse(f"{name}_saved", args=[obj.pk]) if obj else reverse(name)
        return context

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        save_rule(rule=obj, actor=actor, reason=reason)

    def audit_key(self, obj: Any) -> str:
        return obj.code

    def has_try_out_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A try-out shows figures, which the three administrators see none of."""
        return self.has_view_permission(request) and request.user.has_perm("indicators.view_observation")

    @action(description="试运行", permissions=("try_out",), url_path="try-out", icon="science")
    def try_out_saved(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """By GET with the stored parameters, by POST with those on the page."""
        rule: Any = self.get_object(request, object_id)
        if rule is None:
            raise Http404
        if request.method != "POST":
            return self._try_out_page(request, rule, faults=[], unsaved=False)
        return self._try_out_of(request, rule)

    def try_out_new(self, request: HttpRequest) -> HttpResponse:
        """A rule that is not stored yet, by POST from the page that adds one."""
        if not (self.has_add_permission(request) and self.has_try_out_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:indicators_checkrule_add"))
        return self._try_out_of(request, CheckRule(code="try-out", severity=Severity.VERIFY))

    def _try_out_of(self, request: HttpRequest, rule: CheckRule) -> HttpResponse:
        form = TryOutForm(request.POST, instance=rule)
        faults = [] if form.rule() else labelled_errors(form)
        return self._try_out_page(request, rule, faults=faults, unsaved=True)

    def _try_out_page(
        self, request: HttpRequest, rule: CheckRule, *, faults: list[tuple[str, str]], unsaved: bool
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": rule if rule.pk else None,
            "title": "试运行",
            "unsaved": unsaved,
            "faults": faults,
            "page": None if faults else try_out_page(rule),
        }
        return TemplateResponse(request, "admin/indicators/checkrule/try_out.html", context)

    @display(description="性质", ordering="severity", label=SEVERITIES)
    def shown_severity(self, rule: CheckRule) -> str:
        return rule.get_severity_display()

    @display(description="指标", ordering="indicator__code")
    def scope(self, rule: CheckRule) -> str:
        return rule.indicator.name if rule.indicator else "全部"

    @display(description="填报项")
    def measure_scope(self, rule: CheckRule) -> str:
        return rule.get_measure_display() if rule.measure else "全部"

    @display(description="参数")
    def parameters(self, rule: CheckRule) -> str | None:
        return parameters_text(rule) or None

    @display(description="有效期", ordering="valid_until")
    def validity(self, rule: CheckRule) -> str:
        if not rule.valid_from and not rule.valid_until:
            return "长期"
        return f"{rule.valid_from or ''} 至 {rule.valid_until or '今'}"


def _parameters_of(rule: CheckRule | None, editing: bool) -> tuple[str, ...]:
    """A new rule may become any kind; a stored one has those of its kind, in words for who may only look."""
    if rule is None:
        return PARAMETERS
    return tuple(name for name in PARAMETERS if name in reads(rule.kind)) if editing else ("parameters",)
