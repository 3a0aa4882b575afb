"""`explain/projects/…`: a project's month, and the sums of a month, with everything read for them."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.explain.figures import FormulaRow, formula_rows
from indicators.api.parameters import AREA
from indicators.api.views import ApiView
from indicators.domain.numbers import plain, plain_six
from indicators.domain.periods import InvalidPeriodError, Period
from indicators.models import User
from projects.api.projects import KIND, ProjectSummaryBody
from projects.domain.lights import Light, ProjectMonth
from projects.domain.progress import NotAMonthError, month_named
from projects.domain.project_formulas import AHEAD, COMPLETION, PROJECT_METHOD, SUMS, TIME_SHARE, WHAT_IT_IS, worked
from projects.models import ProjectPlan, ProjectProgress
from projects.queries.project_lists import project_summary
from projects.queries.projects_explained import explained_project, explained_summary


class ProjectPlanRow(serializers.Serializer):
    planned = serializers.CharField(help_text="年度计划投资，万元")
    adopted_on = serializers.DateField(help_text="下达日期")


class VersionRow(serializers.Serializer):
    """One version of a month, with who said it and when."""

    period = serializers.CharField(help_text="月份")
    invested_ytd = serializers.CharField(help_text="年内累计完成投资（形象进度，非统计投资），万元")
    note = serializers.CharField(help_text="说明")
    version = serializers.IntegerField(help_text="版次，自 0 起")
    who = serializers.CharField(help_text="填报人")
    at = serializers.DateTimeField(help_text="入库时间")
    reason = serializers.CharField(help_text="理由或来源")


class StandingRow(serializers.Serializer):
    """Where a project stands at the end of a month."""

    planned = serializers.CharField(allow_null=True, help_text="年度计划投资，万元")
    invested = serializers.CharField(allow_null=True, help_text="年内累计完成投资，万元")
    completion = serializers.CharField(allow_null=True, help_text="完成率，%，六位小数")
    ahead = serializers.CharField(allow_null=True, help_text="超序时进度，百分点，六位小数")
    reason = serializers.CharField(allow_null=True, help_text="没有数的原因")


class ProjectExplanationBody(StandingRow):
    """A project by the end of a month: dispatch figures, no statistical investment."""

    project = serializers.CharField(help_text="项目代码")
    name = serializers.CharField(help_text="名称")
    area = serializers.CharField(help_text="地区代码")
    period = serializers.CharField(help_text="月份")
    what_it_is = serializers.CharField(help_text="口径")
    time_share = serializers.CharField(help_text="序时进度，%，六位小数")
    light = serializers.ChoiceField(list(Light), allow_null=True, help_text="亮灯")
    light_from = serializers.DictField(child=serializers.CharField(), help_text="亮灯界限：超序时进度不低于")
    worked = serializers.CharField(allow_null=True, help_text="代入数字的算式")
    plan = ProjectPlanRow(allow_null=True, help_text="现行计划：当月底以前下达的最新一版")
    plans = ProjectPlanRow(many=True, help_text="当年计划的各版")
    report = VersionRow(allow_null=True, help_text="所取的填报：当年至当月最近一个月的现行版")
    versions = VersionRow(many=True, help_text="该月填报的各版")
    formula = FormulaRow(many=True)
    method = serializers.CharField(help_text="方法版本")


class ProjectExplanationView(ApiView):
    """一个项目某月进度的来历：哪版计划、哪版填报、谁在何时填、怎样算。"""

    permission = "projects.view_project"
    kept = False
    filters = ()
    answer = ProjectExplanationBody

    def get(self, request: Request, code: str, month: str) -> HttpResponseBase:
        self.given(request)
        return self.conditionally(request, lambda: self.body(request, code, _month(month)))

    def body(self, request: Request, code: str, month: Period) -> dict[str, Any]:
        assert isinstance(request.user, User)
        found = explained_project(request.user, code, month)
        standing, limits = found.standing, found.limits
        return {
            "project": found.project.code,
            "name": found.project.name,
            "area": found.project.area.code,
            "period": str(month),
            "what_it_is": WHAT_IT_IS,
            **_standing_row(standing),
            "time_share": plain_six(standing.time_share),
            "light": standing.light,
            "light_from": {
                Light.GREEN.value: plain(limits.green_from),
                Light.YELLOW.value: plain(limits.yellow_from),
            },
            "worked": worked(standing, month),
            "plan": found.plan and _plan_row(found.plan),
            "plans": [_plan_row(each) for each in found.plans],
            "report": found.report and _version_row(found.report),
            "versions": [_version_row(each) for each in found.versions],
            "formula": formula_rows([COMPLETION, TIME_SHARE, AHEAD]),
            "method": PROJECT_METHOD,
        }


class SummandRow(StandingRow):
    """A project of the sums."""

    project = serializers.CharField(help_text="项目代码")
    reported = serializers.CharField(allow_null=True, help_text="所取填报的月份")


class SummaryExplanationBody(ProjectSummaryBody):
    """The sums of a month with every project in them."""

    what_it_is = serializers.CharField(help_text="口径")
    worked = serializers.CharField(allow_null=True, help_text="代入数字的算式")
    inputs = SummandRow(many=True, help_text="有现行计划的全部项目")
    formula = FormulaRow(many=True)
    method = serializers.CharField(help_text="方法版本")


class SummaryExplanationView(ApiView):
    """月度调度汇总的来历：有现行计划的全部项目及其计划、完成数。"""

    permission = "projects.view_project"
    kept = False
    filters = (AREA, KIND)
    answer = SummaryExplanationBody

    def get(self, request: Request, month: str) -> HttpResponseBase:
        given = self.given(request)
        return self.conditionally(request, lambda: self.body(request, _month(month), **given))

    def body(self, request: Request, month: Period, **given: Any) -> dict[str, Any]:
        assert isinstance(request.user, User)
        found = explained_summary(request.user, month, **given)
        return {
            **project_summary(request.user, period=month, **given),
            "what_it_is": WHAT_IT_IS,
            "worked": worked(found.summary, month),
            "inputs": [
                {
                    "project": project.code,
                    **_standing_row(standing),
                    "reported": standing.reported and str(standing.reported),
                }
                for project, standing in found.projects
            ],
            "formula": formula_rows([SUMS, TIME_SHARE, AHEAD]),
            "method": PROJECT_METHOD,
        }


def _month(text: str) -> Period:
    try:
        return month_named(text)
    except (InvalidPeriodError, NotAMonthError) as error:
        raise Http404 from error


def _standing_row(standing: ProjectMonth) -> dict[str, Any]:
    return {
        "planned": plain(standing.planned),
        "invested": plain(standing.invested),
        "completion": plain_six(standing.completion),
        "ahead": plain_six(standing.ahead),
        "reason": standing.reason or None,
    }


def _plan_row(plan: ProjectPlan) -> dict[str, Any]:
    return {"planned": plain(plan.planned), "adopted_on": plan.adopted_on.isoformat()}


def _version_row(row: ProjectProgress) -> dict[str, Any]:
    return {
        "period": row.period,
        "invested_ytd": plain(row.invested_ytd),
        "note": row.note,
        "version": row.version,
        "who": row.audit_entry.actor_name,
        "at": timezone.localtime(row.recorded_at).isoformat(),
        "reason": row.audit_entry.reason,
    }
