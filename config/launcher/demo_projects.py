"""What the demo's projects and parcels have besides their package: money, stages, issues, a review. All 演示数据."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from indicators.models import Indicator
from indicators.services.audit import Actor
from projects.choices import IssueLevel, LandLedger, PreliminaryKind
from projects.domain.parcel_way import Step
from projects.domain.review import Opinion
from projects.domain.stages import Stage
from projects.models import DispatchRule, Funding, LandIndicator, Parcel, Preliminary, Project
from projects.services.dispatch_rules import save_dispatch_rule
from projects.services.funding import record_arrival, save_funding
from projects.services.issues import escalate_issue, note_issue, raise_issue
from projects.services.land_indicator import follow_land_indicators
from projects.services.land_settings import save_land_indicator
from projects.services.milestones import add_milestone, change_milestone
from projects.services.parcel_way import StepContent, set_parcel_step
from projects.services.preliminaries import save_preliminary
from projects.services.register import register_statistics
from projects.services.reviews.opinions import ConditionContent, give_opinion
from projects.services.reviews.starting import start_review
from projects.services.reviews.templates import ensure_default_template
from projects.services.stages import change_stage

LABEL = "演示数据"
INDICATOR = "DEMO_REVITALISED"


@dataclass(frozen=True, slots=True)
class Source:
    """Money planned from a source, and what of it arrived on which days; 万元."""

    name: str
    planned: int
    arrivals: tuple[tuple[str, int], ...] = ()


FUNDING = {
    "XSS-BRIDGE": (
        Source("市级财政", 90000, (("2024-03-15", 40000), ("2026-02-20", 35000))),
        Source("专项债券", 120000, (("2025-06-30", 80000),)),
    ),
    "JH-RAIL": (
        Source("中央预算内投资", 28000, (("2025-03-31", 20000),)),
        Source("企业自筹", 70000, (("2025-09-30", 45000),)),
    ),
    "XSN-ROAD": (Source("市级财政", 86000, (("2025-04-10", 30000), ("2026-04-10", 22000))),),
    "DEMO-10": (Source("专项债券", 40000, (("2025-08-15", 18000),)), Source("自筹", 24000)),
}
# Name, the day named first, the day it was reached.
MILESTONES = {
    "XSS-BRIDGE": (("主塔封顶", "2025-06-30", "2025-07-12"), ("主桥合龙", "2026-09-30", None)),
    "JH-RAIL": (("路基贯通", "2025-10-31", "2025-10-20"), ("全线铺轨", "2026-08-31", None)),
    "DEMO-10": (("主体结构封顶", "2026-06-30", None),),
}
# Kind, name, authority, due, done.
PRELIMINARIES = {
    "DEMO-08": (
        (PreliminaryKind.PROCEDURE, "立项批复", "市发展和改革委员会", "2026-03-31", "2026-03-20"),
        (PreliminaryKind.LAND, "用地预审", "市自然资源和规划局", "2026-06-30", "2026-07-15"),
        (PreliminaryKind.ENVIRONMENT, "环境影响评价批复", "市生态环境局", "2026-09-30", None),
        (PreliminaryKind.PLANNING, "建设工程规划许可", "市自然资源和规划局", "2026-12-31", None),
    ),
    "DEMO-13": ((PreliminaryKind.PROCEDURE, "施工许可", "市住房和城乡建设局", "2026-04-30", "2026-04-28"),),
}
STAGES = (
    ("DEMO-05", Stage.BUILDING, "2026-08-20"),
    ("DEMO-03", Stage.COMPLETED, "2026-09-20"),
    ("DEMO-03", Stage.PRODUCTION, "2026-10-25"),
)
PARCEL_STEPS = {
    "L03": (
        (Step.FOUND, "2025-03-10", "2025-03-01"),
        (Step.PLANNED, "2025-06-30", "2025-06-18"),
        (Step.AGREED, "2025-08-31", "2025-08-25"),
    ),
    "L09": ((Step.FOUND, "2026-05-31", "2026-05-20"), (Step.PLANNED, "2026-09-30", None)),
}


def create_demo_projects(*, actor: Actor) -> None:
    """Everything once, after the package; the day of today moves the deadlines of issues and conditions."""
    rule = DispatchRule(valid_from=date(2025, 1, 1), green_from=Decimal(0), yellow_from=Decimal(-5))
    save_dispatch_rule(rule=rule, actor=actor)
    projects = Project.objects.in_bulk(field_name="code")
    _money(projects, actor)
    _preparation(projects, actor)
    _stages(projects, actor)
    _issues(projects, actor)
    _review(projects["DEMO-08"], actor)
    _land(actor)


def _money(projects: dict[str, Project], actor: Actor) -> None:
    for code, sources in FUNDING.items():
        for source in sources:
            funding = Funding(
                project=projects[code], source=f"{source.name}（{LABEL}）", planned=Decimal(source.planned)
            )
            save_funding(funding=funding, actor=actor)
            for day, amount in source.arrivals:
                arrived_on = date.fromisoformat(day)
                record_arrival(
                    funding=funding, arrived_on=arrived_on, amount=Decimal(amount), actor=actor, document=LABEL
                )


def _preparation(projects: dict[str, Project], actor: Actor) -> None:
    for code, milestones in MILESTONES.items():
        for name, due, reached in milestones:
            due_on = date.fromisoformat(due)
            made = add_milestone(project=projects[code], name=name, due_on=due_on, actor=actor, note=LABEL)
            if reached:
                reached_on = date.fromisoformat(reached)
                change_milestone(milestone=made, due_on=due_on, reached_on=reached_on, actor=actor, note=LABEL)
    for code, items in PRELIMINARIES.items():
        for kind, name, authority, due, done in items:
            preliminary = Preliminary(
                project=projects[code],
                kind=kind,
                name=name,
                authority=authority,
                due_on=date.fromisoformat(due),
                done_on=date.fromisoformat(done) if done else None,
                document=f"批文（{LABEL}）" if done else "",
                note=LABEL,
            )
            save_preliminary(preliminary=preliminary, actor=actor)


def _stages(projects: dict[str, Project], actor: Actor) -> None:
    for code, stage, day in STAGES:
        change_stage(
            project=projects[code],
            to_stage=stage,
            changed_on=date.fromisoformat(day),
            actor=actor,
            document=f"备案（{LABEL}）",
        )
    register_statistics(
        project=projects["XSN-ROAD"], registered_on=None, why_not=f"{LABEL}：施工许可变更，资料待补", actor=actor
    )


def _issues(projects: dict[str, Project], actor: Actor) -> None:
    """One at each level."""
    today = timezone.localdate()
    raise_issue(
        project=projects["DEMO-10"],
        title=f"主材涨价，合同价差待确认（{LABEL}）",
        owner="项目业主",
        due_on=today + timedelta(days=20),
        actor=actor,
    )
    county = raise_issue(
        project=projects["DEMO-14"],
        title=f"管线迁改占用林地未批（{LABEL}）",
        owner="县林业局",
        due_on=today + timedelta(days=10),
        actor=actor,
        level=IssueLevel.COUNTY,
    )
    note_issue(issue=county, note="已组织现场踏勘，资料补正中。", actor=actor)
    city = raise_issue(
        project=projects["JH-RAIL"],
        title=f"跨线施工天窗未落实（{LABEL}）",
        owner="湘潭经开区管委会",
        due_on=today + timedelta(days=7),
        actor=actor,
    )
    escalate_issue(
        issue=city,
        level=IssueLevel.CITY,
        due_on=today + timedelta(days=15),
        reason="需市级与铁路部门协调",
        actor=actor,
    )


def _review(project: Project, actor: Actor) -> None:
    """The first step agreed, the second with a condition that is still open."""
    review = start_review(project=project, template=ensure_default_template(actor=actor), actor=actor)
    first, second = review.steps.order_by("order")[:2]
    give_opinion(step=first, opinion=Opinion.AGREED, actor=actor, text=f"已入库（{LABEL}）")
    condition = ConditionContent(
        text="补充与国土空间规划的符合性说明", due_on=timezone.localdate() + timedelta(days=30)
    )
    give_opinion(
        step=second, opinion=Opinion.CONDITIONAL, actor=actor, text=f"原则同意（{LABEL}）", conditions=[condition]
    )


def _land(actor: Actor) -> None:
    """The ways of two parcels, and the counter that follows the ledger 园区低效."""
    parcels = Parcel.objects.in_bulk(PARCEL_STEPS, field_name="code")
    for code, steps in PARCEL_STEPS.items():
        for step, due, done in steps:
            content = StepContent(
                owner="园区管委会",
                due_on=date.fromisoformat(due),
                done_on=date.fromisoformat(done) if done else None,
                document=f"{LABEL}文件" if done else "",
                note=LABEL,
            )
            set_parcel_step(parcel=parcels[code], step=step, content=content, actor=actor)
    link = LandIndicator(ledger=LandLedger.INEFFICIENT, indicator=Indicator.objects.get(code=INDICATOR))
    save_land_indicator(link=link, actor=actor)
    follow_land_indicators(actor=actor)
