"""The forms of the steps on a project's page. What they mean is checked by the services."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from indicators.admin.forms import PlainDecimalField, RecordForm
from indicators.domain.numbers import plain
from projects.choices import PreliminaryKind, ProjectStage
from projects.domain.documents import MAX_DOCUMENT
from projects.models import Project
from projects.queries.project_offers import indicators_to_link, sources_of

MEGABYTE = 1024 * 1024
FIRST_YEAR, LAST_YEAR = 1950, 2100


def day(label: str, help_text: str = "", *, required: bool = True) -> forms.DateField:
    """A day, picked with the browser's own calendar or typed."""
    widget = forms.DateInput({"type": "date", "class": " ".join(INPUT_CLASSES)}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def line(label: str, longest: int, help_text: str = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=UnfoldAdminTextInputWidget, help_text=help_text
    )


def lines(label: str, longest: int, help_text: str = "") -> forms.CharField:
    widget = UnfoldAdminTextareaWidget({"rows": 2})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget, help_text=help_text)


class ProjectForm(RecordForm):
    """The project's own fields; numbers stand with the digits that were typed."""

    total_investment = PlainDecimalField(label="总投资", required=False, help_text="万元")
    longitude = PlainDecimalField(label="经度", required=False, help_text="-180 至 180，与纬度一并填写")
    latitude = PlainDecimalField(label="纬度", required=False, help_text="-90 至 90")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("total_investment", "longitude", "latitude"):
            self.initial[name] = plain(getattr(self.instance, name))


class StepForm(forms.Form):
    """A form about a project, or about one item below it, whose content it starts with."""

    only_new: tuple[str, ...] = ()
    only_stored: tuple[str, ...] = ()

    def __init__(self, data: Any, files: Any, *, project: Project, item: Any) -> None:
        super().__init__(data, files, initial=self.initial_of(project, item))
        self.project, self.item = project, item
        for name in self.only_stored if item is None else self.only_new:
            del self.fields[name]

    def initial_of(self, project: Project, item: Any) -> dict[str, Any]:
        return {} if item is None else {name: getattr(item, name, None) for name in self.base_fields}


class PlanForm(StepForm):
    year = forms.IntegerField(
        label="年度",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=UnfoldAdminTextInputWidget({"inputmode": "numeric"}),
    )
    planned = PlainDecimalField(label="计划投资（万元）")
    adopted_on = day("下达日期", "须在该年或上一年，不晚于今天，晚于已有版本；自当月起用新计划，以往月份仍用原计划")
    reason = lines("调整理由", 500, "该年度第一版可以不填")


class StageForm(StepForm):
    to_stage = forms.ChoiceField(label="进入阶段", choices=ProjectStage.choices, widget=UnfoldAdminSelectWidget)
    changed_on = day("日期", "实际达到的日期，不晚于今天")
    document = line("依据文件", 200, "如：施工许可证及文号、竣工验收备案文号")
    reason = lines("原因", 500, "退回前面的阶段必填")

    def initial_of(self, project: Project, item: Any) -> dict[str, Any]:
        stages = ProjectStage.values
        following = stages[min(stages.index(project.stage) + 1, len(stages) - 1)]
        return {"to_stage": following}


class StatisticsForm(StepForm):
    registered_on = day("纳统日期", "统计部门审核入库的日期", required=False)
    why_not = lines("未纳统原因", 500, "尚未纳统时填写；两项只填一项")

    def initial_of(self, project: Project, item: Any) -> dict[str, Any]:
        return {"registered_on": project.statistics_registered_on, "why_not": project.not_registered_reason}


class IndicatorsForm(StepForm):
    indicators: Any = forms.ModelMultipleChoiceField(
        label="关联指标",
        queryset=None,
        required=False,
        widget=UnfoldAdminSelectMultipleWidget({"size": 14}),
        help_text="项目支撑哪些指标。按住 Ctrl 可选多项",
    )

    def __init__(self, data: Any, files: Any, *, project: Project, item: Any) -> None:
        super().__init__(data, files, project=project, item=item)
        self.fields["indicators"].queryset = indicators_to_link()  # type: ignore[attr-defined]

    def initial_of(self, project: Project, item: Any) -> dict[str, Any]:
        return {"indicators": project.indicators.all()}


class SourceForm(StepForm):
    only_stored = ("reason",)
    source = line("资金来源", 100, "如：中央预算内投资、专项债券、银行贷款、企业自筹", required=True)
    planned = PlainDecimalField(label="计划资金（万元）", help_text="整个项目计划从该来源取得的资金")
    reason = lines("变更理由", 500, "记入审计")

    def initial_of(self, project: Project, item: Any) -> dict[str, Any]:
        return {} if item is None else {"source": item.source, "planned": plain(item.planned)}


class ArrivalForm(StepForm):
    funding: Any = forms.ModelChoiceField(
        label="资金来源", queryset=None, empty_label="请选择", widget=UnfoldAdminSelectWidget
    )
    arrived_on = day("到位日期", "不晚于今天")
    amount = PlainDecimalField(label="到位资金（万元）", help_text="收回填负数，如 -200；只增加，不改动已有记录")
    document = line("凭证", 200)
    reason = lines("原因", 500, "收回必填")

    def __init__(self, data: Any, files: Any, *, project: Project, item: Any) -> None:
        super().__init__(data, files, project=project, item=item)
        self.fields["funding"].queryset = sources_of(project)  # type: ignore[attr-defined]
        self.fields["funding"].label_from_instance = lambda each: each.source  # type: ignore[attr-defined]


class PreliminaryForm(StepForm):
    only_stored = ("reason",)
    kind = forms.ChoiceField(label="种类", choices=PreliminaryKind.choices, widget=UnfoldAdminSelectWidget)
    name = line("事项", 100, "如：可行性研究报告批复、用地预审、环评批复、节能审查", required=True)
    is_needed = forms.BooleanField(
        label="需要办理",
        required=False,
        initial=True,
        widget=UnfoldBooleanWidget,
        help_text="不需要的，在说明中写明依据",
    )
    authority = line("办理部门", 100)
    due_on = day("要求办结日期", required=False)
    applied_on = day("受理日期", required=False)
    done_on = day("办结日期", required=False)
    document = line("批文", 200)
    note = lines("说明", 500)
    reason = lines("变更理由", 500, "已办结或定为不需要的，修改须写明理由")


class MilestoneForm(StepForm):
    only_new = ("name",)
    only_stored = ("reached_on", "reason")
    name = line("节点", 100, "如：主体结构封顶、设备安装完成", required=True)
    due_on = day("期限", "最初定的期限会一直保留")
    reached_on = day("完成日期", required=False)
    note = lines("说明", 500)
    reason = lines("理由", 500, "调整期限或更改已填的完成日期必填")


class DocumentForm(StepForm):
    title = line("名称", 200, required=True)
    number = line("文号", 100)
    about = line("所属事项", 200, "如：可研批复、施工许可；与前期事项、阶段对应")
    file = forms.FileField(
        label="文件",
        required=False,
        widget=UnfoldAdminFileFieldWidget({"accept": ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.ofd,.zip"}),
        help_text=f"pdf、jpg、png、docx、xlsx、ofd、zip，不超过 {MAX_DOCUMENT // MEGABYTE} MB；存入后不能改动",
    )

    def clean_file(self) -> UploadedFile | None:
        """A file that is too large is not even read."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file and (file.size is None or file.size > MAX_DOCUMENT):
            raise ValidationError(f"文件超过 {MAX_DOCUMENT // MEGABYTE} MB。")
        return file
