"""Stand-ins (代岗): who acts for whom until when. One arranges one's own; the security administrator anybody's."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter
from unfold.dataclasses import UnfoldAction
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminSelect2Widget, UnfoldAdminTextareaWidget

from indicators.admin.account_forms import ConfirmForm
from indicators.admin.action_pages import action_page
from indicators.admin.base import RecordAdmin, actor_of, mark_refused
from indicators.admin.forms import RecordForm, add_refusal
from indicators.admin.handover import account_text
from indicators.models import StandIn, User
from indicators.queries.handover import DUTIES
from indicators.queries.inbox import accounts_to_arrange, stand_ins_of
from indicators.services.audit import Actor
from indicators.services.handover import arrange_stand_in, end_stand_in

FOR_OTHERS = "indicators.arrange_stand_in_for_others"
DESCRIPTION = "期间代岗人可办理被代岗人的填报、审核或发布，审计同时记载两人；双方角色须相同。长期调整请移交工作。"
NOW, COMING, OVER = "生效中", "尚未开始", "已结束"
STANDING = {NOW: "success", COMING: "info", OVER: "default"}


class StandInForm(RecordForm):
    """The reason is part of the arrangement, and asked for."""

    reason = forms.CharField(label="理由", max_length=200, widget=UnfoldAdminTextareaWidget({"rows": 2}))


class StandingFilter(DropdownFilter):
    """Arrangements in force today, those to come, and those that are over."""

    title = "状态"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("now", NOW), ("coming", COMING), ("over", OVER)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        today = timezone.localdate()
        conditions = {
            "now": models.Q(valid_from__lte=today, valid_until__gte=today),
            "coming": models.Q(valid_from__gt=today),
            "over": models.Q(valid_until__lt=today),
        }
        return queryset.filter(conditions.get(str(self.value()), models.Q()))


@admin.register(StandIn)
class StandInAdmin(RecordAdmin):
    form = StandInForm
    list_display = ("principal", "deputy", "valid_from", "valid_until", "standing", "reason")
    list_display_links = ("principal",)
    list_filter = (StandingFilter,)
    search_fields = ("principal__username", "principal__full_name", "deputy__username", "deputy__full_name")
    search_help_text = "按被代岗人或代岗人的用户名、姓名查找"
    ordering = ("-valid_until", "principal__username", "pk")
    actions_detail = ("end",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[StandIn]:
        assert isinstance(request.user, User)
        return stand_ins_of(request.user).select_related("principal", "deputy")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return ((None, {"fields": (("principal", "deputy"), ("valid_from", "valid_until"), "standing", "reason")}),)
        principal = "principal" if request.user.has_perm(FOR_OTHERS) else "own_principal"
        fields = ((principal, "deputy"), ("valid_from", "valid_until"), "reason")
        return ((None, {"fields": fields, "description": DESCRIPTION}),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("standing",) if obj else ("own_principal",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"valid_from": timezone.localdate(), **super().get_changeform_initial_data(request)}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ended by `end`, which keeps what has been in force."""
        return False

    def has_end_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("indicators.delete_standin")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Staff cannot read the list of accounts: they choose among colleagues of their own role."""
        assert isinstance(request.user, User)
        if request.user.has_perm(FOR_OTHERS):
            kwargs["queryset"] = accounts_to_arrange(roles=DUTIES)
        else:
            kwargs["queryset"] = accounts_to_arrange(roles=[request.user.role], without=request.user)
        field = super().formfield_for_foreignkey(db_field, request, widget=UnfoldAdminSelect2Widget, **kwargs)
        field.label_from_instance = lambda person: f"{person.get_role_display()} {account_text(person)}"
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        if not request.user.has_perm(FOR_OTHERS):
            obj.principal = request.user
        super().save_model(request, obj, form, change)

    def save_by_service(self, *, obj: Any, actor: Actor, reason: str) -> None:
        arrange_stand_in(stand_in=obj, actor=actor)

    def audit_key(self, obj: Any) -> str:
        return f"{obj.deputy.username} 代 {obj.principal.username}"

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[UnfoldAction]:
        """Offered to those who may end it, while it is not over."""
        stand_in = self.get_object(request, str(object_id))
        offered = stand_in is not None and stand_in.valid_until >= timezone.localdate()
        may = offered and (stand_in.principal == request.user or request.user.has_perm(FOR_OTHERS))
        return super().get_actions_detail(request, object_id) if may else []

    @action(description="结束代岗", permissions=("end",), url_path="end", icon="event_busy")
    def end(self, request: HttpRequest, object_id: str) -> HttpResponse:
        stand_in = self.get_object(request, object_id)
        if stand_in is None:
            raise Http404
        form = ConfirmForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                end_stand_in(stand_in=stand_in, actor=actor_of(request))
            except ValidationError as refusal:
                mark_refused(request, "；".join(refusal.messages))
                add_refusal(form, refusal)
            else:
                messages.success(request, f"“{stand_in}”已结束，代岗人即刻不能再代办。")
                return HttpResponseRedirect(reverse("admin:indicators_standin_changelist"))
        return action_page(
            self,
            request,
            obj=stand_in,
            form=form,
            title="结束代岗",
            submit="结束代岗",
            intro=f"{stand_in}，{stand_in.valid_from} 至 {stand_in.valid_until}。结束后代岗人立即不能再代办。",
            danger=True,
        )

    @display(description="状态", label=STANDING)
    def standing(self, stand_in: StandIn) -> str:
        today = timezone.localdate()
        if stand_in.valid_until < today:
            return OVER
        return COMING if stand_in.valid_from > today else NOW

    @display(description="被代岗人")
    def own_principal(self, stand_in: Any) -> str:
        return "本人"
