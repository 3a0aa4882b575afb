"""联审: the joint review of a government investment project, by a template of steps."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from indicators.models import Department
from projects.choices import Opinion, ProjectStage, ReviewField, ReviewState
from projects.models.projects import Project


class ReviewTemplate(models.Model):
    """The steps that a review starts with; a review that runs keeps its own copy of them."""

    name = models.CharField("名称", max_length=100, unique=True)
    is_in_use = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "联审模板"
        verbose_name_plural = "联审模板"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class StepRule(models.Model):
    """What a step of a template and a step of a review have in common.

    Steps of the same `order` run beside each other. A blocking step holds the steps after it, and the stage
    `before_stage` of the project, until it is passed.
    """

    order = models.PositiveSmallIntegerField("顺序", validators=[MinValueValidator(1)], help_text="同一顺序号的并行")
    field = models.CharField("领域", max_length=11, choices=ReviewField, blank=True)
    name = models.CharField("步骤", max_length=100)
    owner = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任部门"
    )
    days = models.PositiveSmallIntegerField("时限", default=5, help_text="自然日，自开始办理起算")
    is_blocking = models.BooleanField("阻断后续", default=True)
    before_stage = models.CharField(
        "须在此阶段前通过", max_length=10, choices=ProjectStage, blank=True, help_text="未通过时项目不能进入该阶段"
    )

    class Meta:
        abstract = True


class ReviewTemplateStep(StepRule):
    template = models.ForeignKey(ReviewTemplate, models.CASCADE, related_name="steps", verbose_name="模板")

    class Meta:
        verbose_name = "模板步骤"
        verbose_name_plural = "模板步骤"
        ordering = ["template", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["template", "name"], name="review_template_step_once")]

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """One review of one project; a project has at most one open at a time."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="reviews", verbose_name="项目")
    template = models.ForeignKey(ReviewTemplate, models.PROTECT, related_name="+", verbose_name="模板")
    state = models.CharField("状态", max_length=9, choices=ReviewState, default=ReviewState.OPEN)
    started_on = models.DateField("发起日期")
    started_by = models.CharField("发起人", max_length=150)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    reason = models.CharField("撤回理由", max_length=500, blank=True)
    changes = models.PositiveIntegerField("变更次数", default=0)

    class Meta:
        verbose_name = "联审"
        verbose_name_plural = "联审"
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(state=ReviewState.OPEN), name="review_one_open_a_project"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} 联审 {self.started_on}"


class ReviewStep(StepRule):
    """A step as it stands: its clock runs from `opened_on`.

    `opinion` is the newest one; it is empty before the first, and again after a resubmission.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="steps", verbose_name="联审")
    opened_on = models.DateField("开始办理", null=True, blank=True)
    due_on = models.DateField("办理期限", null=True, blank=True)
    opinion = models.CharField("意见", max_length=11, choices=Opinion, blank=True)
    decided_on = models.DateField("办理日期", null=True, blank=True)

    class Meta:
        verbose_name = "联审步骤"
        verbose_name_plural = "联审步骤"
        ordering = ["review", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["review", "name"], name="review_step_once")]
        indexes = [models.Index(fields=["due_on"], condition=Q(opinion=""), name="review_step_undecided")]

    def __str__(self) -> str:
        return f"{self.review} {self.name}"


class ReviewOpinion(models.Model):
    """An opinion as it was given, or a resubmission (empty `opinion`) after one that sent back. Append-only."""

    step = models.ForeignKey(ReviewStep, models.PROTECT, related_name="opinions", verbose_name="步骤")
    opinion = models.CharField("意见", max_length=11, choices=Opinion, blank=True)
    text = models.CharField("说明", max_length=1_000, blank=True)
    document = models.CharField("依据文件", max_length=200, blank=True)
    given_by = models.CharField("经办人", max_length=150)
    given_at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = "联审意见"
        verbose_name_plural = "联审意见"
        ordering = ["step", "pk"]

    def __str__(self) -> str:
        return f"{self.step} {self.get_opinion_display() or '重新报送'}"


class ReviewCondition(models.Model):
    """What an agreement depends on; open until it is met by a document."""

    step = models.ForeignKey(ReviewStep, models.PROTECT, related_name="conditions", verbose_name="步骤")
    text = models.CharField("条件", max_length=500)
    due_on = models.DateField("期限", null=True, blank=True)
    met_on = models.DateField("落实日期", null=True, blank=True)
    evidence = models.CharField("落实凭据", max_length=500, blank=True)

    class Meta:
        verbose_name = "联审条件"
        verbose_name_plural = "联审条件"
        ordering = ["step", "pk"]

    def __str__(self) -> str:
        return self.text
