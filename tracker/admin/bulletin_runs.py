"""Runs: asking for one, watching its progress, and accepting the gaps it was refused for."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from indicators.admin.action_pages import action_page
from indicators.admin.base import ReadOnlyAdmin, actor_of, mark_refused
from indicators.admin.figures import moment_text
from tracker.choices import RunState
from tracker.models import BulletinRun
from tracker.queries.bulletins.definitions import active_definitions
from tracker.services.bulletins.errors import BulletinRefusedError
from tracker.services.bulletins.requesting import start_run

COLOURS = {
    RunState.WAITING.label: "info",
    RunState.RUNNING.label: "warning",
    RunState.DONE.label: "success",
    RunState.REFUSED.label: "danger",
    RunState.FAILED.label: "danger",
}


class MakeForm(forms.Form):
    definition = forms.ModelChoiceField(label="通报", queryset=active_definitions(), widget=UnfoldAdminSelectWidget)
    period = forms.CharField(
        label="期别", max_length=7, widget=UnfoldAdminTextInputWidget, help_text="如 2025-Q3、2025-09、2025"
    )
    gaps_reason = forms.CharField(
        label="接受缺口的理由",
        max_length=200,
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text="不填则缺数时不生成，并列出缺口；填写后照现有数据生成，缺口印在文末",
    )


@admin.register(BulletinRun)
class BulletinRunAdmin(ReadOnlyAdmin):
    list_display = ("definition", "period", "kind", "shown_state", "progress", "requested_by", "created")
    list_filter = (("definition", RelatedDropdownFilter), ("state", ChoicesDropdownFilter))
    list_select_related = ("definition",)
    search_fields = ("definition__code", "definition__title", "=period", "requested_by")
    search_help_text = "按通报、期别或发起人查找"
    ordering = ("-created_at",)
    fieldsets = ((None, {"fields": ("definition",)}),)  # the page has a template of its own
    change_form_template = "admin/tracker/bulletinrun/page.html"

    @display(description="状态", ordering="state", label=COLOURS)
    def shown_state(self, run: BulletinRun) -> str:
        return run.get_state_display()

    @display(description="进度")
    def progress(self, run: BulletinRun) -> str:
        return f"{run.percent}% {run.message}"

    @display(description="发起时间", ordering="created_at")
    def created(self, run: BulletinRun) -> str:
        return moment_text(run.created_at)


def make_view(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Which bulletin for which period; leads to the run and its progress."""
    if not request.user.has_perm("tracker.make_bulletin"):
        raise PermissionDenied
    chosen = {name: request.GET[name] for name in ("definition", "period") if name in request.GET}
    form = MakeForm(request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        accepts = bool(asked["gaps_reason"].strip())
        try:
            run = start_run(actor=actor_of(request), accepts_gaps=accepts, **asked)
        except BulletinRefusedError as refusal:
            mark_refused(request, str(refusal))
            form.add_error(None, ValidationError([each.message for each in refusal.refusals]))
        else:
            messages.success(request, "已开始生成。同一期只有一份，重复生成得到已有的一份。")
            return HttpResponseRedirect(reverse("admin:tracker_bulletinrun_change", args=[run.pk]))
    back = reverse("admin:tracker_bulletin_changelist")
    intro = "按已公布的数拟稿；缺数、或有填报表未发布时不生成，并逐项列出。"
    return action_page(
        model_admin, request, obj=None, form=form, title="生成一期通报", submit="生成", intro=intro, back=back
    )
