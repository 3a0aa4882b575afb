"""The bulletins of the demo: two over published figures; of 演示数据 one that a schedule makes, one that is issued."""

from datetime import timedelta

from django.utils import timezone

from indicators.choices import Frequency, Role
from indicators.models import Area, Indicator, PeerGroup, User
from indicators.services.audit import Actor
from tracker.choices import PeriodRule, ScheduleKind, SectionKind, UseLevel
from tracker.domain.bulletins.way import Refusal
from tracker.models import Bulletin, BulletinDefinition, BulletinSection
from tracker.services.bulletins.definitions import save_definition, save_section, set_recipients
from tracker.services.bulletins.errors import BulletinRefusedError
from tracker.services.bulletins.running import perform_run, request_run
from tracker.services.bulletins.steps import check_bulletin, issue_bulletin

MINUTES_AHEAD = 3
OFFICE = "湘潭市发展和改革委员会（演示）"
CLAIMS_NOTE = (
    "演示数据：名称带“演示数据”的指标只为演示，除湘潭市2023年地区生产总值增速5.1%为公布数外都不是公布数；"
    "“三年平均5.7%”“投资平均7.7%”是公开文章的说法，没有公开的逐年增速可以复算。"
)

DISPATCH, DISPATCH_MONTH = "xiangtan-dispatch", "2026-09"
DISPATCH_GAPS = "演示数据：前期项目还没有投资"
DISPATCH_NOTE = (
    "演示数据：项目、地块、金额和面积只为演示，都不是公布数；项目进度是调度数（形象进度投资），不是统计投资。"
)


def create_demo_bulletins(*, actor: Actor) -> int:
    """Make the definitions; returns how many."""
    made = [_hunan(actor), _shaoyang(actor), _claims(actor), _dispatch(actor)]
    readers = User.objects.filter(is_active=True, role__in=[Role.VIEWER, Role.PUBLISHER])
    for each in made:
        set_recipients(definition=each, users=readers, actor=actor)
    return len(made)


def issue_demo_dispatch(*, actor: Actor) -> Bulletin:
    """The bulletin of projects and land of a month, checked and issued by the demo's accounts."""
    definition = BulletinDefinition.objects.get(code=DISPATCH)
    asked = request_run(
        definition=definition, period=DISPATCH_MONTH, actor=actor, accepts_gaps=True, gaps_reason=DISPATCH_GAPS
    )
    run = perform_run(pk=asked.pk)
    if run.bulletin is None:
        raise BulletinRefusedError([Refusal(*each) for each in run.refusals])
    checker, issuer = (Actor.of(User.objects.get(username=role)) for role in (Role.REVIEWER, Role.PUBLISHER))
    check_bulletin(pk=run.bulletin.pk, actor=checker)
    return issue_bulletin(pk=run.bulletin.pk, actor=issuer)


def _definition(actor: Actor, code: str, title: str, group: str, **fields: object) -> BulletinDefinition:
    definition = BulletinDefinition(
        code=code, title=title, office=OFFICE, peer_group=PeerGroup.objects.get(code=group), **fields
    )
    save_definition(definition=definition, actor=actor)
    return definition


def _add(actor: Actor, to: BulletinDefinition, kind: str, indicator: str = "", **fields: object) -> None:
    section = BulletinSection(
        definition=to,
        kind=kind,
        position=10 * (to.sections.count() + 1),
        indicator=Indicator.objects.get(code=indicator) if indicator else None,
        **fields,
    )
    save_section(section=section, actor=actor)


def _hunan(actor: Actor) -> BulletinDefinition:
    """14 cities in 2015, as published by the province."""
    made = _definition(
        actor,
        "hunan-cities",
        "{期别}全省14市州地区生产总值排名通报",
        "hunan-cities",
        focus_area=Area.objects.get(code="430300"),
        use_level=UseLevel.PUBLIC,
    )
    _add(actor, made, SectionKind.RANKING, "GDP")
    _add(actor, made, SectionKind.RANKING, "GDP", basis="value", title="地区生产总值总量排名")
    _add(actor, made, SectionKind.TOP_BOTTOM, "GDP")
    _add(actor, made, SectionKind.CARD)
    return made


def _shaoyang(actor: Actor) -> BulletinDefinition:
    """The counties of Shaoyang, January–September 2025: the indicators that its bureau ranked."""
    made = _definition(
        actor, "shaoyang-counties", "{期别}邵阳市县市区主要指标排名通报", "shaoyang-counties", use_level=UseLevel.PUBLIC
    )
    for code in ("GDP", "INDUSTRY_VA", "FIXED_INVESTMENT", "RETAIL_SALES", "BUDGET_REVENUE", "RESIDENT_INCOME"):
        _add(actor, made, SectionKind.RANKING, code)
    _add(actor, made, SectionKind.RANKING, "INDUSTRY_REVENUE", lag=1)
    return made


def _claims(actor: Actor) -> BulletinDefinition:
    """三年平均增速, 三甲 and 第一方阵, from 演示数据; made by schedule a few minutes after the first start."""
    at = timezone.localtime() + timedelta(minutes=MINUTES_AHEAD)
    made = _definition(
        actor,
        "xiangtan-claims",
        "{期别}湘潭市主要指标在全省位次的通报（演示数据）",
        "hunan-cities",
        focus_area=Area.objects.get(code="430300"),
        use_level=UseLevel.INTERNAL,
        note=CLAIMS_NOTE,
        schedule=ScheduleKind.CRON,
        cron=f"{at.minute} {at.hour} * * *",
        period_rule=PeriodRule.LATEST_PUBLISHED,
    )
    similar = PeerGroup.objects.get(code="demo-similar-cities")
    alone = PeerGroup.objects.get(code="demo-xiangtan")
    _add(actor, made, SectionKind.RANKING, "DEMO_GDP_GROWTH", title="上半年地区生产总值增速")
    _add(actor, made, SectionKind.AVERAGES, "DEMO_GDP_GROWTH", peer_group=alone, title="地区生产总值三年平均增速")
    _add(actor, made, SectionKind.AVERAGES, "DEMO_INVESTMENT", peer_group=similar, title="固定资产投资三年平均增速")
    return made


def _dispatch(actor: Actor) -> BulletinDefinition:
    """重点项目 and 盘活存量土地 of a month."""
    made = _definition(
        actor,
        DISPATCH,
        "{期别}湘潭市重点项目进度和盘活存量土地通报（演示数据）",
        "demo-xiangtan",
        frequency=Frequency.MONTH,
        focus_area=Area.objects.get(code="430300"),
        use_level=UseLevel.INTERNAL,
        note=DISPATCH_NOTE,
    )
    _add(actor, made, SectionKind.PROJECTS, title="重点项目进度（演示数据）")
    _add(actor, made, SectionKind.LAND, title="盘活存量土地（演示数据）")
    return made
