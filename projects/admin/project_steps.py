"""The pages of the changes to a project: what each asks for, and the service that makes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from indicators.admin.action_pages import action_page
from indicators.admin.base import actor_of, mark_refused
from indicators.admin.forms import add_refusal
from indicators.services.audit import Actor
from projects.admin.project_forms import (
    ArrivalForm,
    DocumentForm,
    IndicatorsForm,
    MilestoneForm,
    PlanForm,
    PreliminaryForm,
    SourceForm,
    StageForm,
    StatisticsForm,
    StepForm,
)
from projects.domain.refusals import RefusedError
from projects.domain.stages import Stage
from projects.models import Funding, Preliminary, Project
from projects.queries.project_offers import item_of
from projects.services.documents import add_document
from projects.services.funding import record_arrival, save_funding
from projects.services.milestones import add_milestone, change_milestone
from projects.services.plans import add_plan_version
from projects.services.preliminaries import save_preliminary
from projects.services.register import PERMISSION, link_indicators, register_statistics
from projects.services.stages import change_stage


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    """`relation` is where the items lie that the step changes as well; `section` is where the page shows the result."""

    title: str
    form: type[StepForm]
    take: Callable[[Project, Any, Mapping[str, Any], Actor], str]
    section: str
    relation: str = ""
    intro: str = ""


def _plan(project: Project, item: Any, given: Mapping[str, Any], actor: Actor) -> str:
    add_plan_version(project=project, actor=actor, **given)
    return f"已存入 {given['year']} 年计划的新版本。"


def _stage(project: Project, item: Any, given: Mapping[str, Any], actor: Actor) -> str:
    changed = change_stage(project=project, actor=actor, **{**given, "to_stage": Stage(given["to_stage"])})
    return f"已进入“{changed.get_to_stage_display()}”阶段。"


def _statistics(project: Project, item: Any, given: Mapping[str, Any], actor: Actor) -> str:
    register_statistics(project=project, actor=actor, **given)
    return "已登记纳统情况。"


def _indicators(project: Project, item: Any, given: Mapping[str, Any], actor: Actor) -> str:
    link_indicators(project=project, indicators=list(given["indicators"]), actor=actor)
    return "已更新关联指标。"


def _source(project: Project, item: Any, given: Mapping[str, Any], actor: Actor) -> str:
    funding = item or Funding(project=project)
    funding.source, funding.planned = given["source"], given["planned"]
    save_funding(funding=funding, actor=actor, reason=given.get("reason", ""))
    return f"已存入资金来源“{funding.source}”。"


def _arrival(project: Project, item: Any, given: Mapping[str, Any], actor: Actor) -> str:
    record_arrival(actor=actor, **given)
    return "已登记到位资金。"


def _preliminary(project: Project, item: Any, given: Mapping[str, Any], actor: Actor) -> str:
    preliminary = item or Preliminary(project=project)
    for name, value in given.items():
        if name != "reason":
            setattr(preliminary, name, value)
    save_preliminary(preliminary=preliminary, actor=actor, reason=given.get("reason", ""))
    return f"已存入前期事项“{preliminary.name}”。"


def _milestone(project: Project, item: Any, given: Mapping[str, Any], actor: Actor) -> str:
    if item is None:
        add_milestone(project=project, actor=actor, **given)
        return f"已增加节点“{given['name']}”。"
    change_milestone(milestone=item, actor=actor, **given)
    return f"已更新节点“{item.name}”。"


def _document(project: Project, item: Any, given: Mapping[str, Any], actor: Actor) -> str:
    file = given["file"]
    content = file.read() if file else None
    texts = {name: given[name] for name in ("title", "number", "about")}
    add_document(project=project, file_name=file.name if file else "", content=content, actor=actor, **texts)
    return f"已存入文件“{given['title']}”。"


STEPS = {
    "plan": StepPage(title="调整年度计划", form=PlanForm, take=_plan, section="plans"),
    "stage": StepPage(
        title="变更阶段",
        form=StageForm,
        take=_stage,
        section="stages",
        intro="首次进入开工、竣工阶段时，实际开工、竣工日期按此日期登记；退回之前的阶段时去掉。",
    ),
    "statistics": StepPage(
        title="登记纳统",
        form=StatisticsForm,
        take=_statistics,
        section="statistics",
        intro="纳统是统计部门的入库，与本系统的形象进度投资分开，互不推算。",
    ),
    "indicators": StepPage(title="关联指标", form=IndicatorsForm, take=_indicators, section="indicators"),
    "source": StepPage(title="资金来源", form=SourceForm, take=_source, section="funding", relation="funding"),
    "arrival": StepPage(title="登记到位资金", form=ArrivalForm, take=_arrival, section="funding"),
    "preliminary": StepPage(
        title="前期事项", form=PreliminaryForm, take=_preliminary, section="preliminaries", relation="preliminaries"
    ),
    "milestone": StepPage(
        title="节点", form=MilestoneForm, take=_milestone, section="milestones", relation="milestones"
    ),
    "document": StepPage(title="上传文件", form=DocumentForm, take=_document, section="documents"),
}


def step_urls(model_admin: Any) -> list[URLPattern]:
    """`<pk>/<step>/`, and `<pk>/<step>/<item>/` where a step changes items."""

    def view(step: str) -> Any:
        def answer(request: HttpRequest, pk: int, item: int | None = None) -> HttpResponse:
            return step_view(model_admin, request, pk, STEPS[step], item)

        return model_admin.admin_site.admin_view(answer)

    return [
        *(path(f"<int:pk>/{step}/", view(step), name=f"projects_project_{step}") for step in STEPS),
        *(
            path(f"<int:pk>/{step}/<int:item>/", view(step), name=f"projects_project_{step}_item")
            for step, page in STEPS.items()
            if page.relation
        ),
    ]


def step_view(model_admin: Any, request: HttpRequest, pk: int, step: StepPage, key: int | None) -> HttpResponse:
    """Asks first; every reason against the change stands on the page."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    project: Project = model_admin.found(request, pk)
    item = item_of(project, step.relation, key) if key is not None else None
    if key is not None and item is None:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = step.form(*sent, project=project, item=item)
    back = f"{reverse('admin:projects_project_change', args=[project.pk])}#{step.section}"
    if form.is_valid():
        try:
            done = step.take(project, item, form.cleaned_data, actor_of(request))
        except RefusedError as refusal:
            mark_refused(request, f"{project}：{refusal}")
            form.add_error(None, ValidationError([each.message for each in refusal.refusals]))
        except ValidationError as refusal:
            mark_refused(request, f"{project}：{'；'.join(refusal.messages)}")
            add_refusal(form, refusal)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(back)
    return action_page(
        model_admin,
        request,
        obj=project,
        form=form,
        title=f"{step.title}：{project}",
        submit="保存",
        intro=step.intro,
        back=back,
    )
