"""Forms, the units that fill them, and the returns they hand in. Closed cells cannot change: the database refuses."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.choices import Frequency, Measure, ReturnState, Vintage
from indicators.domain.cell_content import MAX_LENGTH, MAX_NOTE, CellContent
from indicators.domain.period_words import period_text
from indicators.domain.periods import Period
from indicators.domain.returns import Window
from indicators.models.access import Department, User
from indicators.models.areas import CODE_VALIDATOR, Area
from indicators.models.catalogue import Indicator

WITHIN_A_YEAR = MaxValueValidator(366, "不能超过 366 天。")


class ReturnForm(models.Model):
    """A named set of indicators that units fill in period by period."""

    code = models.CharField("代码", max_length=64, unique=True, validators=[CODE_VALIDATOR])
    name = models.CharField("名称", max_length=100)
    frequency = models.CharField("频率", max_length=7, choices=Frequency, help_text="保存后不能再改")
    opens_after = models.PositiveSmallIntegerField("期末后第几天开放", default=1, validators=[WITHIN_A_YEAR])
    due_after = models.PositiveSmallIntegerField(
        "期末后第几天截止", default=15, validators=[WITHIN_A_YEAR], help_text="当日 24 时前可报送"
    )
    correction_days = models.PositiveSmallIntegerField(
        "退回后修改天数",
        default=3,
        validators=[WITHIN_A_YEAR],
        help_text="截止日已过或将过时，自退回之日起至少再给几天",
    )
    remind_before = models.PositiveSmallIntegerField("截止前几天起催报", default=3, validators=[WITHIN_A_YEAR])
    instructions = models.TextField("填报说明", blank=True)
    starts_with = models.CharField("首个期别", max_length=7, help_text="如 2026-Q1；更早的期别不自动开放")
    is_active = models.BooleanField("启用", default=True, help_text="停用后不再开放新的期别")
    version = models.PositiveIntegerField("表式版本", default=1, editable=False)

    class Meta:
        verbose_name = "报表"
        verbose_name_plural = "报表"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_after__gte=models.F("opens_after")),
                name="form_window_in_order",
                violation_error_message="截止日不能早于开放日。",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormItem(models.Model):
    """One indicator of a form and which of its two numbers are asked for."""

    form = models.ForeignKey(ReturnForm, models.CASCADE, related_name="items", verbose_name="报表")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="指标")
    position = models.PositiveSmallIntegerField("次序", default=0)
    asks_value = models.BooleanField("填数值", default=True)
    asks_growth = models.BooleanField("填公布增速", default=True)

    class Meta:
        verbose_name = "表内指标"
        verbose_name_plural = "表内指标"
        ordering = ["form", "position", "indicator__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "indicator"], name="form_item_once", violation_error_message="这个指标已在表中。"
            ),
            models.CheckConstraint(
                condition=Q(asks_value=True) | Q(asks_growth=True),
                name="form_item_asks_something",
                violation_error_message="数值和公布增速至少填一项。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} · {self.indicator}"


class FormUnit(models.Model):
    """Who fills a form: a department for many areas, or (department empty) the own office of an area."""

    form = models.ForeignKey(ReturnForm, models.CASCADE, related_name="units", verbose_name="报表")
    code = models.CharField("代码", max_length=64, validators=[CODE_VALIDATOR])
    name = models.CharField("填报单位", max_length=100)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="部门",
        help_text="由该部门的填报岗填报；空：由地区本级填报，须把地区直接授予填报人",
    )
    areas = models.ManyToManyField(Area, related_name="+", verbose_name="填报地区")
    clerk = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="填报人", help_text="收待办与催报"
    )
    reviewer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人", help_text="收待办"
    )
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "填报单位"
        verbose_name_plural = "填报单位"
        ordering = ["form", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "code"], name="form_unit_once", violation_error_message="这张表中已有这个单位代码。"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Return(models.Model):
    """What one unit fills in for one period. Its cells are laid out when it opens; the form may change afterwards."""

    form = models.ForeignKey(ReturnForm, models.PROTECT, related_name="returns", verbose_name="报表")
    unit = models.ForeignKey(FormUnit, models.PROTECT, related_name="returns", verbose_name="填报单位")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="部门"
    )
    areas = models.ManyToManyField(Area, related_name="+", verbose_name="填报地区")
    period = models.CharField("期别", max_length=7)
    period_end = models.DateField("期末")
    form_version = models.PositiveIntegerField("表式版本")
    state = models.CharField("状态", max_length=10, choices=ReturnState, default=ReturnState.DRAFT)
    version = models.PositiveIntegerField("修改次数", default=0)
    opens_on = models.DateField("开放日")
    due_on = models.DateField("截止日")
    extended_until = models.DateField("延期至", null=True, blank=True)
    clerk = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="填报人")
    reviewer = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人")
    opened_at = models.DateTimeField("建立时间", default=timezone.now)
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="报送人")
    approved_at = models.DateTimeField("审核时间", null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="审核人（办理）")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="发布人")
    vintage = models.CharField("发布版本", max_length=12, choices=Vintage, blank=True)

    class Meta:
        verbose_name = "填报表"
        verbose_name_plural = "填报表"
        ordering = ["-period_end", "form__code", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="return_once_per_unit_and_period"),
        ]
        indexes = [models.Index(fields=["period_end", "state"], name="return_period_state")]

    def __str__(self) -> str:
        return f"{self.form} {self.unit} {self.period_words}"

    @property
    def period_words(self) -> str:
        """The period as people say it."""
        return period_text(Period.parse(self.period), "")

    @property
    def key(self) -> str:
        """What the audit trail calls it."""
        return f"{self.form.code}/{self.unit.code}/{self.period}"

    @property
    def window(self) -> Window:
        return Window(opens_on=self.opens_on, due_on=self.due_on, extended_until=self.extended_until)


class ReturnCell(models.Model):
    """One number of a return, as typed. At most one of `number`, `absent`, `unreadable`; none of them is blank."""

    in_return = models.ForeignKey(Return, models.CASCADE, related_name="cells", verbose_name="填报表")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+", verbose_name="指标")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="地区")
    measure = models.CharField("填报项", max_length=6, choices=Measure)
    position = models.PositiveIntegerField("次序")
    number = models.DecimalField("数", max_digits=30, decimal_places=15, null=True, blank=True)
    absent = models.BooleanField("无数据", default=False)
    unreadable = models.CharField("无法读取的内容", max_length=MAX_LENGTH, blank=True)
    note = models.CharField("说明", max_length=MAX_NOTE, blank=True)
    send_back_reason = models.CharField("退回理由", max_length=MAX_NOTE, blank=True)
    version = models.PositiveIntegerField("修改次数", default=0)
    changed_at = models.DateTimeField("修改时间", null=True, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="修改人")

    class Meta:
        verbose_name = "单元格"
        verbose_name_plural = "单元格"
        ordering = ["in_return", "position"]
        constraints = [
            models.UniqueConstraint(fields=["in_return", "indicator", "area", "measure"], name="return_cell_once"),
            models.CheckConstraint(
                condition=(
                    Q(number__isnull=True, absent=False)
                    | Q(number__isnull=True, absent=True, unreadable="")
                    | Q(number__isnull=False, absent=False, unreadable="")
                ),
                name="return_cell_one_content",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "area"], name="return_cell_key")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area} {self.get_measure_display()}"

    @property
    def content(self) -> CellContent:
        return CellContent(number=self.number, absent=self.absent, unreadable=self.unreadable)

    @property
    def key(self) -> str:
        """What the audit trail calls it inside its return."""
        return f"{self.indicator.code}/{self.area.code}/{self.measure}"


class CellExplanation(models.Model):
    """Why a number is right though a check asks about it; counts as long as the cell still says `content`."""

    cell = models.ForeignKey(ReturnCell, models.CASCADE, related_name="explanations", verbose_name="单元格")
    rule = models.CharField("审核规则", max_length=64)
    content = models.CharField("所说明的内容", max_length=MAX_LENGTH, blank=True)
    text = models.CharField("核实说明", max_length=MAX_NOTE)
    written_at = models.DateTimeField("时间", default=timezone.now)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="说明人")

    class Meta:
        verbose_name = "核实说明"
        verbose_name_plural = "核实说明"
        ordering = ["cell", "rule"]
        constraints = [models.UniqueConstraint(fields=["cell", "rule"], name="cell_explanation_once")]

    def __str__(self) -> str:
        return f"{self.cell} {self.rule}"
