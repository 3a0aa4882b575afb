"""The steps of all reviews as a list of work, with a CSV file; and the pages on which a step moves on."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from indicators.admin.base import ReadOnlyAdmin
from indicators.admin.choice_filters import WorkFilter
from indicators.admin.csv_export import CsvExportMixin
from indicators.admin.object_pages import ObjectAdmin
from indicators.models import User
from projects.admin.asked_steps import asked_step, demand, posted
from projects.admin.review_forms import ConditionForm, OpinionForm, ResubmitForm
from projects.admin.review_page import review_url
from projects.choices import ReviewState
from projects.domain.review import Opinion, State, condition_refusals, resubmission_refusals
from projects.models import Review, ReviewStep
from projects.queries.reviews import (
    NOT_FOR_THE_ACCOUNT,
    condition_as_it_stands,
    my_steps,
    opinion_refusals,
    overdue,
    reviews_of,
    step_as_it_stands,
    steps_of,
    waiting,
)
from projects.services.reviews.conditions import meet_condition
from projects.services.reviews.opinions import give_opinion, resubmit

WAITING, MINE, LATE, ALL = "waiting", "mine", "late", "all"


class WaitingFilter(WorkFilter):
    """What waits for an opinion, unless something else is asked for."""

    kinds = ((WAITING, "待办理"), (MINE, "待我办理"), (LATE, "逾期"), (ALL, "全部"))

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        assert isinstance(request.user, User)
        if self.value() == MINE:
            return my_steps(request.user, queryset)
        if self.value() == LATE:
            return overdue(queryset, timezone.localdate())
        return queryset if self.value() == ALL else waiting(queryset)


def days_late(step: ReviewStep) -> int:
    """0 where it is in time."""
    today = timezone.localdate()
    runs = step.review.state == ReviewState.OPEN and not step.opinion
    return max((today - step.due_on).days, 0) if runs and step.due_on else 0


@admin.register(ReviewStep)
class ReviewStepAdmin(CsvExportMixin, ObjectAdmin[ReviewStep], ReadOnlyAdmin):
    list_display = ("name", "project", "area", "owner", "opened_on", "deadline", "shown_opinion")
    list_filter = (WaitingFilter, ("field", ChoicesDropdownFilter), ("owner", RelatedDropdownFilter))
    search_fields = ("name", "review__project__code", "review__project__name")
    search_help_text = "按步骤或项目查找"
    ordering = ("due_on", "pk")
    fieldsets = ((None, {"fields": ("name",)}),)
    csv_columns = (
        ("项目代码", lambda step: step.review.project.code),
        ("项目", lambda step: step.review.project.name),
        ("地区", lambda step: step.review.project.area.name),
        ("步骤", lambda step: step.name),
        ("领域", lambda step: step.get_field_display()),
        ("责任部门", lambda step: step.owner or ""),
        ("开始办理", lambda step: step.opened_on or ""),
        ("办理期限", lambda step: step.due_on or ""),
        ("逾期天数", lambda step: days_late(step) or ""),
        ("意见", lambda step: step.get_opinion_display()),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[ReviewStep]:
        assert isinstance(request.user, User)
        return steps_of(request.user)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/opinion/", view(self.opinion_view), name="projects_reviewstep_opinion"),
            path("<int:pk>/resubmit/", view(self.resubmit_view), name="projects_reviewstep_resubmit"),
            path(
                "<int:pk>/conditions/<int:condition>/",
                view(self.condition_view),
                name="projects_reviewstep_condition",
            ),
            *super().get_urls(),
        ]

    def step_and_review(self, request: HttpRequest, pk: Any) -> tuple[ReviewStep, Review]:
        step = self.found(request, pk)
        assert isinstance(request.user, User)
        return step, reviews_of(request.user).get(pk=step.review_id)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A step has no page of its own: it stands on the review's."""
        step, review = self.step_and_review(request, object_id)
        return HttpResponseRedirect(review_url(review, step.pk))

    def opinion_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        step, review = self.step_and_review(request, pk)
        assert isinstance(request.user, User)
        against = opinion_refusals(request.user, step, review)
        if any(each.code in NOT_FOR_THE_ACCOUNT for each in against):
            raise PermissionDenied("；".join(each.message for each in against))
        form = OpinionForm(posted(request))

        def take(data: dict[str, Any], actor: Any, seen: int | None) -> str:
            opinion = Opinion(data["opinion"])
            texts = {name: data[name] for name in ("text", "document")}
            give_opinion(step=step, opinion=opinion, conditions=form.conditions(), actor=actor, seen=seen, **texts)
            return "已出具意见，后续步骤随即开始办理；意见留档，不能修改。"

        return asked_step(
            self,
            request,
            name="出具意见",
            about=step,
            form=form,
            take=take,
            against=against,
            back=review_url(review, step.pk),
            seen=review.changes,
            intro="附条件同意的，条件逐项落实后本步骤才算通过；退回的，项目单位补正后重新报送。",
        )

    def resubmit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "projects.change_project")
        step, review = self.step_and_review(request, pk)

        def take(data: dict[str, Any], actor: Any, seen: int | None) -> str:
            again = resubmit(step=step, actor=actor, seen=seen, **data)
            return f"已重新报送，办理期限 {again.due_on}。"

        return asked_step(
            self,
            request,
            name="重新报送",
            about=step,
            form=ResubmitForm(posted(request)),
            take=take,
            against=resubmission_refusals(step_as_it_stands(review, step), State(review.state)),
            back=review_url(review, step.pk),
            seen=review.changes,
            intro="写明按退回意见补正了什么；办理时限自今天重新起算。",
        )

    def condition_view(self, request: HttpRequest, pk: int, condition: int) -> HttpResponse:
        demand(request, "projects.change_project")
        step, review = self.step_and_review(request, pk)
        of = step.conditions.filter(pk=condition).first()
        if of is None:
            raise Http404

        def take(data: dict[str, Any], actor: Any, seen: int | None) -> str:
            meet_condition(condition=of, actor=actor, seen=seen, **data)
            return "条件已落实。"

        return asked_step(
            self,
            request,
            name="落实条件",
            about=of,
            form=ConditionForm(posted(request)),
            take=take,
            against=condition_refusals(condition_as_it_stands(of), State(review.state)),
            back=review_url(review, step.pk),
            seen=review.changes,
            intro=f"条件：{of.text}（期限 {of.due_on or '未定'}）",
        )

    @display(description="项目", ordering="review__project__name")
    def project(self, step: ReviewStep) -> str:
        return step.review.project.name

    @display(description="地区")
    def area(self, step: ReviewStep) -> str:
        return step.review.project.area.name

    @display(description="办理期限", ordering="due_on")
    def deadline(self, step: ReviewStep) -> SafeString | str:
        if late := days_late(step):
            red = '<span class="font-semibold text-red-700 dark:text-red-400">{} 逾期 {} 天</span>'
            return format_html(red, step.due_on, late)
        return str(step.due_on or self.empty_value_display)

    @display(description="意见", ordering="opinion")
    def shown_opinion(self, step: ReviewStep) -> str:
        return step.get_opinion_display() or self.empty_value_display
