"""`projects` and `projects/summary`."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.errors import ApiError
from indicators.api.lists import ListView
from indicators.api.parameters import AREA, AREA_UNDER, Parameter, choice
from indicators.api.views import ApiView
from indicators.models import User
from indicators.queries.lists.pages import Listing
from projects.choices import ProjectCategory, ProjectStage
from projects.domain.progress import month_named
from projects.queries.project_lists import project_list, project_summary

KIND = Parameter(name="kind", description="类别")
STAGE = choice("stage", "阶段", ProjectStage.values)
CATEGORY = choice("category", "年度分类", ProjectCategory.values)
THEME = Parameter(name="theme", description="专题")
MONTH = Parameter(
    name="period",
    description="月份，必填；计划取当月底以前下达的一版，投资取当年至当月最近一次填报",
    read=month_named,
    schema={"type": "string", "example": "2025-10"},
)


class ProjectRow(serializers.Serializer):
    """A project; money 万元."""

    code = serializers.CharField(help_text="代码")
    name = serializers.CharField(help_text="名称")
    area = serializers.CharField(help_text="地区代码")
    kind = serializers.CharField(allow_null=True, help_text="类别")
    stage = serializers.ChoiceField(ProjectStage.choices, help_text="阶段")
    total_investment = serializers.CharField(allow_null=True, help_text="总投资，万元")
    starts_on = serializers.DateField(allow_null=True, help_text="开工日期")
    ends_on = serializers.DateField(allow_null=True, help_text="竣工日期")
    theme = serializers.CharField(allow_null=True, help_text="专题")
    lead = serializers.CharField(allow_null=True, help_text="牵头单位")
    longitude = serializers.CharField(allow_null=True, help_text="经度")
    latitude = serializers.CharField(allow_null=True, help_text="纬度")
    category = serializers.ChoiceField(ProjectCategory.choices, allow_null=True, help_text="年度分类")
    statistics_registered_on = serializers.DateField(allow_null=True, help_text="纳统日期")
    national_code = serializers.CharField(allow_null=True, help_text="国家项目代码")


class ProjectList(ListView):
    """该账号地区内的项目。"""

    name = "projects"
    permission = "projects.view_project"
    kept = False
    filters = (AREA, AREA_UNDER, KIND, STAGE, CATEGORY, THEME)
    answer = ProjectRow

    def listing(self, **given: Any) -> Listing:
        assert isinstance(self.request.user, User)
        return project_list(self.request.user, **given)


class ProjectSummaryBody(serializers.Serializer):
    """The projects with a plan in force, taken together: dispatch figures, no statistical investment."""

    period = serializers.CharField(help_text="月份")
    planned = serializers.CharField(allow_null=True, help_text="年度计划投资之和，万元")
    invested = serializers.CharField(allow_null=True, help_text="年内累计完成投资之和（形象进度，非统计投资），万元")
    completion = serializers.CharField(allow_null=True, help_text="完成率，%，六位小数")
    time_share = serializers.CharField(help_text="序时进度，%，六位小数")
    ahead = serializers.CharField(allow_null=True, help_text="超序时进度，百分点，由未取舍的数相减，六位小数")
    projects = serializers.IntegerField(help_text="有现行计划的项目数")
    started = serializers.IntegerField(help_text="其中计划新开工且已开工的")
    planned_new = serializers.IntegerField(help_text="其中计划新开工的")


class ProjectSummaryView(ApiView):
    """该账号地区内项目的月度调度汇总。"""

    permission = "projects.view_project"
    kept = False
    filters = (MONTH, AREA, KIND)
    answer = ProjectSummaryBody

    def get(self, request: Request) -> HttpResponseBase:
        given = self.given(request)
        if "period" not in given:
            raise ApiError(400, "missing_parameter", "参数 period 必填，如 2025-10。", parameter="period")
        assert isinstance(request.user, User)
        user = request.user
        answer = self.conditionally(request, lambda: project_summary(user, **given))
        answer["Link"] = f'<{_explanation(request)}>; rel="describedby"'
        return answer


def _explanation(request: Request) -> str:
    """The address of the sums' explanation; the body has no room for it."""
    query = request.GET.copy()
    address = reverse("explain-project-sums", args=[query.pop("period")[0]])
    return request.build_absolute_uri(f"{address}?{query.urlencode()}" if query else address)
