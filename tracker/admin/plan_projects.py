"""The projects that serve a plan: linked and unlinked on one page below the plan, listed on the project's page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.admin.forms import add_refusal
from indicators.models import User
from projects.admin.related import Section, add_section
from projects.models import Project
from tracker.admin.plan_table import plan_to_change
from tracker.models import Plan
from tracker.queries.plan_projects import no_projects, plans_of_project, project_choices, projects_of_plan
from tracker.services.plan_projects import link_project, unlink_project

DETAILS = "admin/tracker/plan_edit/projects.html"
REMOVE = "remove"


class ProjectField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Project) -> str:
        return f"{obj.code} {obj.name}"


class PlanProjectForm(forms.Form):
    """Offers the projects inside the account's areas that the plan does not have yet."""

    project = ProjectField(label="项目", queryset=no_projects(), widget=UnfoldAdminSelectWidget)
    note = forms.CharField(
        label="说明",
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text="如所支撑的目标或任务",
    )

    def __init__(self, *args: Any, plan: Plan, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        linked = projects_of_plan(plan, user).values("project")
        field = self.fields["project"]
        assert isinstance(field, ProjectField)
        field.queryset = project_choices(user).exclude(pk__in=linked)


def projects_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_to_change(model_admin, request, pk)
    user = request.user
    assert isinstance(user, User)
    here = reverse("admin:tracker_plan_projects", args=[plan.pk])
    if request.method == "POST" and REMOVE in request.POST:
        link = projects_of_plan(plan, user).filter(project__code=request.POST[REMOVE]).first()
        if link and unlink_project(plan=plan, project=link.project, actor=actor_of(request)):
            messages.success(request, f"已解除“{link.project}”与本规划的关联。")
        else:
            messages.warning(request, "这个项目已不在本规划中。")
        return HttpResponseRedirect(here)
    form = PlanProjectForm(request.POST if request.method == "POST" else None, plan=plan, user=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            link_project(plan=plan, project=given["project"], note=given["note"], actor=actor_of(request))
        except ValidationError as refusal:
            add_refusal(form, refusal)
            mark_refused(request, "；".join(refusal.messages))
        else:
            messages.success(request, f"已把“{given['project']}”列入本规划。")
            return HttpResponseRedirect(here)
    return action_page(
        model_admin,
        request,
        obj=plan,
        form=form,
        title=f"规划项目：{plan}",
        submit="列入",
        intro="列出支撑本规划的重大项目。只能选、只能看本账号地区内的项目。",
        details=DETAILS,
        links=projects_of_plan(plan, user),
    )


def plans_section(project: Project, user: User) -> Section | None:
    """The plans that the project serves, for those who read plans; nothing where there are none."""
    if not user.has_perm("tracker.view_plan"):
        return None
    links = [(link, reverse("admin:tracker_plan_change", args=[link.plan_id])) for link in plans_of_project(project)]
    return Section("所属规划", "admin/tracker/plan/of_project.html", {"links": links}) if links else None


add_section(plans_section)
