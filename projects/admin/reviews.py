"""联审: the list of reviews, the page of one, starting and withdrawing; and its part of a project's page."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from indicators.admin.base import ReadOnlyAdmin
from indicators.admin.object_pages import ObjectPageAdmin
from indicators.models import User
from projects.admin.asked_steps import asked_step, demand, posted
from projects.admin.related import Section, add_section
from projects.admin.review_forms import StartForm, WithdrawForm
from projects.admin.review_page import STATE_COLOURS, current_steps, review_page, review_url
from projects.choices import ReviewState
from projects.domain.review import State, withdrawal_refusals
from projects.models import Project, Review
from projects.queries.reviews import (
    late_reviews,
    project_for,
    reviews_of,
    reviews_of_project,
    templates_in_use,
    with_history,
)
from projects.services.reviews.gate import audit_key
from projects.services.reviews.starting import start_review, starting_refusals
from projects.services.reviews.withdrawing import withdraw_review

NOTHING_NOW = "等待补正或落实条件"
RED = '<span class="font-semibold text-red-700 dark:text-red-400">{}（逾期）</span>'


class LateFilter(DropdownFilter):
    title = "逾期"
    parameter_name = "late"
    all_option = ["", "全部"]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "有逾期步骤")]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return late_reviews(queryset, timezone.localdate()) if self.value() == "yes" else queryset


@admin.register(Review)
class ReviewAdmin(ObjectPageAdmin[Review], ReadOnlyAdmin):
    list_display = ("project", "area", "template", "shown_state", "current", "started_on", "ended_on")
    list_filter = (("state", ChoicesDropdownFilter), LateFilter)
    search_fields = ("project__code", "project__name")
    search_help_text = "按项目的代码或名称查找；发起联审在项目页面办理"
    fieldsets = ((None, {"fields": ("project",)}),)  # the page has a template of its own

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Review]:
        assert isinstance(request.user, User)
        return reviews_of(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("start/<int:project>/", view(self.start_view), name="projects_review_start"),
            path("<int:pk>/withdraw/", view(self.withdraw_view), name="projects_review_withdraw"),
            *super().get_urls(),
        ]

    def shown_on_page(self, request: HttpRequest, row: Review) -> dict[str, Any]:
        assert isinstance(request.user, User)
        with_all = with_history(self.get_queryset(request)).get(pk=row.pk)
        return {"page": review_page(with_all, request.user, timezone.localdate())}

    def start_view(self, request: HttpRequest, project: int) -> HttpResponse:
        demand(request, "projects.change_project")
        assert isinstance(request.user, User)
        of = project_for(request.user, project)
        if of is None:
            raise Http404
        templates = {str(each.pk): each for each in templates_in_use()}

        def take(data: dict[str, Any], actor: Any, seen: int | None) -> str:
            review = start_review(project=of, template=templates[data["template"]], actor=actor)
            names = "、".join(name for name, _ in current_steps(review, timezone.localdate()))
            return f"已发起联审，开始办理：{names}。"

        return asked_step(
            self,
            request,
            name="发起联审",
            about=of,
            form=StartForm(posted(request), templates=list(templates.values())),
            take=take,
            against=starting_refusals(of, bool(templates)),
            back=reverse("admin:projects_project_change", args=[of.pk]),
            intro="按模板的步骤办理；此后修改模板不影响这次联审。",
        )

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "projects.decide_review")
        review = self.found(request, pk)

        def take(data: dict[str, Any], actor: Any, seen: int | None) -> str:
            withdraw_review(review=review, reason=data["reason"], actor=actor, seen=seen)
            return "已撤回；未通过的步骤仍限制项目进入相应阶段，需要时重新发起联审。"

        return asked_step(
            self,
            request,
            name="撤回联审",
            about=review,
            form=WithdrawForm(posted(request)),
            take=take,
            against=withdrawal_refusals(State(review.state)),
            back=review_url(review),
            seen=review.changes,
            intro="撤回后不能恢复，办理过程留档；未通过的步骤仍限制项目进入相应阶段，直到另一次联审通过。",
            danger=True,
        )

    def audit_key(self, obj: Any) -> str:
        return audit_key(obj)

    @display(description="地区")
    def area(self, review: Review) -> str:
        return review.project.area.name

    @display(description="状态", ordering="state", label=STATE_COLOURS)
    def shown_state(self, review: Review) -> str:
        return review.get_state_display()

    @display(description="正在办理")
    def current(self, review: Review) -> SafeString | str:
        steps = current_steps(review, timezone.localdate())
        if not steps:
            return NOTHING_NOW if review.state == ReviewState.OPEN else self.empty_value_display
        return format_html_join("、", "{}", ((format_html(RED, name) if late else name,) for name, late in steps))


def reviews_section(project: Project, user: User) -> Section | None:
    """The reviews of the project, the newest first, with what is being worked on."""
    if not user.has_perm("projects.view_review"):
        return None
    today = timezone.localdate()
    rows = [(each, review_url(each), current_steps(each, today)) for each in reviews_of_project(project)]
    is_open = any(each.state == ReviewState.OPEN for each, _, _ in rows)
    may_start = not is_open and user.has_perm("projects.change_project")
    start = reverse("admin:projects_review_start", args=[project.pk]) if may_start else ""
    return Section("联审", "admin/projects/review/section.html", {"rows": rows, "start": start})


add_section(reviews_section)
