"""Templates of 联审: the list, the page with its editor for publishers, copies, and taking out of use."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.decorators import action, display

from indicators.admin.account_forms import ConfirmForm
from indicators.admin.base import ReadOnlyAdmin, actor_of, mark_refused
from indicators.admin.object_pages import ObjectAdmin
from indicators.admin.return_pages import version_in
from indicators.services.audit import Actor
from projects.admin.asked_steps import asked_step, demand, posted
from projects.admin.review_template_forms import PREFIX, NameForm, StepFormSet, initial_rows, with_more_rows
from projects.domain.refusals import RefusedError
from projects.models import ReviewTemplate
from projects.queries.reviews import newest_change_of_template, templates_with_steps
from projects.services.reviews.templates import (
    change_template,
    copy_template,
    create_template,
    ensure_default_template,
    set_template_in_use,
    step_contents,
)


def template_url(template: ReviewTemplate) -> str:
    return reverse("admin:projects_reviewtemplate_change", args=[template.pk])


@admin.register(ReviewTemplate)
class ReviewTemplateAdmin(ObjectAdmin[ReviewTemplate], ReadOnlyAdmin):
    list_display = ("name", "steps", "shown_use")
    list_filter = ("is_in_use",)
    search_fields = ("name",)
    search_help_text = "按名称查找"
    actions_list = ("make_default",)
    fieldsets = ((None, {"fields": ("name",)}),)  # the page has a template of its own

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ReviewTemplate]:
        return templates_with_steps()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/copy/", view(self.copy_view), name="projects_reviewtemplate_copy"),
            path("<int:pk>/use/", view(self.use_view), name="projects_reviewtemplate_use"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        demand(request, "projects.add_reviewtemplate")
        return self._editor(request, None)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST":
            demand(request, "projects.change_reviewtemplate")
        version = self._version(object_id)  # read first, so that what is shown is never older than it says
        return self._editor(request, self.found(request, object_id), version)

    def _version(self, pk: Any) -> int:
        newest = newest_change_of_template(pk)
        return newest.pk if newest else 0

    def _editor(self, request: HttpRequest, template: ReviewTemplate | None, version: int = 0) -> HttpResponse:
        """The form for publishers, the steps alone for those who only look."""
        sent: Any = posted(request)
        more = sent is not None and "more" in sent
        if more:
            sent = with_more_rows(sent)
        steps = step_contents(template) if template else []
        name = NameForm(sent, initial={"name": template.name if template else ""})
        rows = StepFormSet(sent, initial=initial_rows(steps), prefix=PREFIX)
        if sent is not None and not more and all([name.is_valid(), rows.is_valid()]):
            try:
                saved = self._save(request, template, name, rows)
            except RefusedError as refusal:
                mark_refused(request, f"联审模板 {template or ''}：{refusal}")
                name.add_error(None, ValidationError([each.message for each in refusal.refusals]))
            else:
                messages.success(request, f"已保存模板“{saved}”；正在办理的联审不受影响。")
                return HttpResponseRedirect(template_url(saved))
        edits = request.user.has_perm("projects.change_reviewtemplate")
        context = {
            **self.admin_site.each_context(request),
            "title": str(template or "新建联审模板"),
            "opts": self.opts,
            "original": template,
            "template": template,
            "steps": list(template.steps.all()) if template else [],
            "name": name if edits else None,
            "rows": rows if edits else None,
            "seen": request.POST.get("seen", version),
            "shows_errors": sent is not None and not more,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/projects/reviewtemplate/page.html", context)

    def _save(self, request: HttpRequest, template: ReviewTemplate | None, name: NameForm, rows: Any) -> ReviewTemplate:
        given = {"name": name.cleaned_data["name"], "steps": rows.contents(), "actor": actor_of(request)}
        if template is None:
            return create_template(**given)
        # Without a version nothing was seen.
        return change_template(template=template, seen=version_in(request.POST.get("seen", "")), **given)

    def copy_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "projects.add_reviewtemplate")
        template = self.found(request, pk)

        def take(data: dict[str, Any], actor: Actor, seen: int | None) -> str:
            return f"已复制为“{copy_template(template=template, name=data['name'], actor=actor)}”。"

        form = NameForm(posted(request), initial={"name": f"{template}（副本）"})
        return self._asked(request, "复制模板", template, form, take, "步骤一并复制，另起名称。")

    def use_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes a template out of use, or brings it back."""
        demand(request, "projects.change_reviewtemplate")
        version = self._version(pk)
        template = self.found(request, pk)
        uses = not template.is_in_use

        def take(data: dict[str, Any], actor: Actor, seen: int | None) -> str:
            set_template_in_use(template=template, is_in_use=uses, actor=actor, seen=seen)
            return "已启用。" if uses else "已停用；正在办理的联审照常进行。"

        intro = "启用后可以用它发起联审。" if uses else "停用后不能再用它发起联审；正在办理的照常进行。"
        name = "启用模板" if uses else "停用模板"
        return self._asked(request, name, template, ConfirmForm(posted(request)), take, intro, version)

    def _asked(
        self,
        request: HttpRequest,
        name: str,
        template: ReviewTemplate,
        form: forms.Form,
        take: Any,
        intro: str,
        version: int | None = None,
    ) -> HttpResponse:
        return asked_step(
            self,
            request,
            name=name,
            about=template,
            form=form,
            take=take,
            against=[],
            back=template_url(template),
            seen=version,
            intro=intro,
        )

    def has_make_default_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("projects.add_reviewtemplate")

    @action(description="建立默认模板", permissions=("make_default",), url_path="make-default", icon="playlist_add")
    def make_default(self, request: HttpRequest) -> HttpResponse:
        def take(data: dict[str, Any], actor: Actor, seen: int | None) -> str:
            return f"模板“{ensure_default_template(actor=actor)}”可以使用。"

        return asked_step(
            self,
            request,
            name="建立默认模板",
            about="七个领域",
            form=ConfirmForm(posted(request)),
            take=take,
            against=[],
            back=reverse("admin:projects_reviewtemplate_changelist"),
            intro="项目储备、规划布局、手续办理、招标投标、争资争项、资金监管、项目实施依次办理，逐步阻断；已有的不变。",
        )

    def audit_key(self, obj: Any) -> str:
        return str(obj.pk)

    @display(description="步骤")
    def steps(self, template: ReviewTemplate) -> str:
        return "、".join(each.name for each in template.steps.all()) or self.empty_value_display

    @display(description="启用", ordering="is_in_use", boolean=True)
    def shown_use(self, template: ReviewTemplate) -> bool:
        return template.is_in_use
