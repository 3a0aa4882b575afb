"""An object of every model that the admin has pages for, for the matrix of access."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from axes.models import AccessAttempt, AccessLog
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from config.periodic import PERIODIC_WORK
from indicators.choices import InboxKind, Role
from indicators.models import (
    Area,
    AuditEntry,
    CheckRule,
    Department,
    Growth,
    InboxItem,
    Indicator,
    Observation,
    PeerGroup,
    ReturnForm,
    StandIn,
    User,
)
from projects.models import DispatchRule, LandIndicator, LandSetting
from tests.builders import TESTER, make_indicator
from tests.bulletin_builders import make_definition, make_issued_bulletin
from tests.evaluation_builders import make_enterprise, make_round, make_scheme
from tests.fact_builders import alias_of, sent_file, waiting_row
from tests.project_builders import make_parcel, make_project, report
from tests.return_builders import make_account, make_form, make_unit, open_now
from tests.review_builders import make_issue, make_template, review_in, step_of
from tests.target_builders import make_plan, make_target
from tracker.admin.assessment_rules import THRESHOLDS, TOLERANCES
from tracker.models import AssessmentRule, BulletinRun, BulletinTemplate, FactDuty, ParcelFirm, Ranking, RollUp
from tracker.services.targets.assessments import freeze_assessment

NO_OBJECT = 0  # the key of none


@dataclass(frozen=True, kw_only=True)
class Made:
    """Keys of objects; `foreign` lies outside the areas of every account and is there where areas matter."""

    own: int | None
    foreign: int | None = None

    def keys(self) -> dict[str, int]:
        keys = {"own": self.own, "missing": NO_OBJECT, "foreign": self.foreign}
        return {which: key for which, key in keys.items() if key is not None}


def some_account() -> Made:
    return Made(own=User.objects.create(username="somebody", role=Role.VIEWER, password="!").pk)


def some_form(code: str) -> ReturnForm:
    return make_form(code, Indicator.objects.get(code="GDP"))


def some_unit() -> Made:
    return Made(own=make_unit(some_form("asked-twice"), Area.objects.get(code="430400")).pk)


def returns() -> Made:
    """One that every account of 430300 works with, as its own office; one of an area that none was given."""
    form = some_form("returns")
    own, foreign = (make_unit(form, Area.objects.get(code=code)) for code in ("430300", "430100"))
    return Made(own=open_now(own, "2021-Q1").pk, foreign=open_now(foreign, "2021-Q1").pk)


def somebodys_item() -> Made:
    item = InboxItem(recipient=make_account(Role.ENTRY, username="owner"), kind=InboxKind.HANDED_OVER, text="移交")
    item.save()
    return Made(own=item.pk)


def somebodys_stand_in() -> Made:
    people = {name: make_account(Role.ENTRY, username=name) for name in ("principal", "deputy")}
    stand_in = StandIn(**people, valid_from=date(2026, 1, 1), valid_until=date(2099, 1, 1), reason="出差")
    stand_in.save()
    return Made(own=None, foreign=stand_in.pk)


def bulletins() -> Made:
    """One for everybody, and one that is internal, which those who make bulletins find."""
    public = make_issued_bulletin(make_definition("public"))
    internal = make_issued_bulletin(make_definition("internal", use_level="internal"))
    for each in (public, internal):
        assert each.state == "issued"
    return Made(own=public.pk, foreign=internal.pk)


def some_target() -> Made:
    gdp, area = Indicator.objects.get(code="GDP"), Area.objects.get(code="430300")
    return Made(own=make_target(make_plan("aims"), gdp, area, "level", value="1").pk)


def some_assessment() -> Made:
    gdp, area = Indicator.objects.get(code="GDP"), Area.objects.get(code="430300")
    plan = make_plan("frozen")
    make_target(plan, gdp, area, "level", value="1")
    return Made(own=freeze_assessment(plan=plan, kind="year", year=2023, actor=TESTER).pk)


def some_rule() -> AssessmentRule:
    rule = AssessmentRule(valid_from=date(2021, 1, 1), **{name: Decimal(1) for name in (*THRESHOLDS, *TOLERANCES)})
    rule.save()
    return rule


def some_roll_up() -> RollUp:
    roll_up = RollUp(quantity="tax", indicator=make_indicator("SUM", kind="flow", frequency="year"))
    roll_up.save()
    return roll_up


def months() -> Made:
    projects = [make_project(code, Area.objects.get(code=code)) for code in ("430300", "430100")]
    for project in projects:
        report(project, "2025-10", "5")
    own, foreign = (project.progress.get().pk for project in projects)
    return Made(own=own, foreign=foreign)


def some_projects() -> Made:
    own, foreign = (make_project(f"asked-{code}", Area.objects.get(code=code)).pk for code in ("430300", "430100"))
    return Made(own=own, foreign=foreign)


def some_lights() -> DispatchRule:
    return DispatchRule.objects.create(valid_from=date(2025, 1, 1), green_from=Decimal(0), yellow_from=Decimal(-5))


def some_reviews() -> Made:
    own, foreign = (review_in(Area.objects.get(code=code), f"R{code}").pk for code in ("430300", "430100"))
    return Made(own=own, foreign=foreign)


def steps_of_reviews() -> Made:
    reviews = [review_in(Area.objects.get(code=code), f"S{code}") for code in ("430300", "430100")]
    own, foreign = (step_of(review, "规划").pk for review in reviews)
    return Made(own=own, foreign=foreign)


def some_issues() -> Made:
    projects = [make_project(f"I{code}", Area.objects.get(code=code)) for code in ("430300", "430100")]
    own, foreign = (make_issue(project).pk for project in projects)
    return Made(own=own, foreign=foreign)


def firms() -> Made:
    own, foreign = (make_enterprise(n, Area.objects.get(code=code)) for n, code in ((1, "430300"), (2, "430100")))
    return Made(own=own.pk, foreign=foreign.pk)


def rows_of_no_firm() -> Made:
    """Of a file from the area of every account, and of one from another area."""
    own, foreign = (waiting_row(f"unmatched-{code}", Area.objects.get(code=code)) for code in ("430300", "430100"))
    return Made(own=own.pk, foreign=foreign.pk)


def fact_files() -> Made:
    own, foreign = (sent_file(f"files-{code}", Area.objects.get(code=code)) for code in ("430300", "430100"))
    return Made(own=own.pk, foreign=foreign.pk)


def aliases() -> Made:
    codes = {3: "430300", 4: "430100"}
    own, foreign = (alias_of(make_enterprise(n, Area.objects.get(code=code))) for n, code in codes.items())
    return Made(own=own.pk, foreign=foreign.pk)


def some_parcels() -> Made:
    codes = {"own": "430300", "foreign": "430100"}
    made = {which: make_parcel(f"asked-{which}", Area.objects.get(code=code)) for which, code in codes.items()}
    make_parcel("asked", Area.objects.get(code="430300"))
    return Made(own=made["own"].pk, foreign=made["foreign"].pk)


def firms_on_parcels() -> Made:
    keys = {}
    for number, (which, code) in enumerate({"own": "430300", "foreign": "430100"}.items(), start=71):
        area = Area.objects.get(code=code)
        firm, parcel = make_enterprise(number, area), make_parcel(f"used-{which}", area)
        keys[which] = ParcelFirm.objects.create(parcel=parcel, enterprise=firm, valid_from=date(2024, 1, 1)).pk
    return Made(**keys)


def some_land_setting() -> LandSetting:
    return LandSetting.objects.create(valid_from=date(2025, 1, 1), counted_when="producing")


def some_land_indicator() -> LandIndicator:
    indicator = make_indicator("LAND-COUNTER", kind="counter", frequency="year")
    return LandIndicator.objects.create(ledger="inefficient", indicator=indicator)


def some_duty() -> Made:
    return Made(own=FactDuty.objects.create(department=Department.objects.create(name="供数局"), fact="staff").pk)


# Each is called once, with the demo loaded and the accounts of the test made; their area is 430300.
OBJECTS: dict[str, Callable[[], Made]] = {
    "indicators_area": lambda: Made(own=Area.objects.get(code="430300").pk),
    "indicators_indicator": lambda: Made(own=Indicator.objects.get(code="GDP").pk),
    "indicators_department": lambda: Made(own=Department.objects.create(name="甲局").pk),
    "indicators_peergroup": lambda: Made(own=PeerGroup.objects.get(code="hunan-cities").pk),
    "indicators_observation": lambda: Made(own=Observation.objects.current().order_by("pk")[0].pk),
    "indicators_growth": lambda: Made(own=Growth.objects.order_by("pk")[0].pk),
    "indicators_returnform": lambda: Made(own=some_form("asked").pk),
    "indicators_formunit": some_unit,
    "indicators_checkrule": lambda: Made(
        own=CheckRule.objects.create(code="one", name="甲", kind="blank", severity="verify").pk
    ),
    "indicators_return": returns,
    "indicators_inboxitem": somebodys_item,
    "indicators_standin": somebodys_stand_in,
    "indicators_user": some_account,
    "indicators_auditentry": lambda: Made(own=AuditEntry.objects.order_by("pk")[0].pk),
    "tracker_bulletin": bulletins,
    "tracker_bulletinrun": lambda: Made(
        own=BulletinRun.objects.create(definition=make_definition("run"), period="2015-Q4", requested_by="x").pk
    ),
    "tracker_bulletindefinition": lambda: Made(own=make_definition("defined").pk),
    "tracker_bulletintemplate": lambda: Made(own=BulletinTemplate.objects.create(name="甲", content=b"x").pk),
    "tracker_ranking": lambda: Made(own=Ranking.objects.order_by("pk")[0].pk),
    "tracker_plan": lambda: Made(own=make_plan("asked").pk),
    "tracker_target": some_target,
    "tracker_assessment": some_assessment,
    "tracker_assessmentrule": lambda: Made(own=some_rule().pk),
    "tracker_round": lambda: Made(own=make_round("asked").pk),
    "tracker_rollup": lambda: Made(own=some_roll_up().pk),
    "tracker_scheme": lambda: Made(own=make_scheme().pk),
    "tracker_enterprise": firms,
    "projects_project": some_projects,
    "projects_projectprogress": months,
    "projects_dispatchrule": lambda: Made(own=some_lights().pk),
    "projects_review": some_reviews,
    "projects_reviewstep": steps_of_reviews,
    "projects_reviewtemplate": lambda: Made(own=make_template("asked").pk),
    "projects_projectissue": some_issues,
    "projects_parcel": some_parcels,
    "projects_landsetting": lambda: Made(own=some_land_setting().pk),
    "projects_landindicator": lambda: Made(own=some_land_indicator().pk),
    "tracker_parcelfirm": firms_on_parcels,
    "tracker_factfile": fact_files,
    "tracker_unmatchedrow": rows_of_no_firm,
    "tracker_enterprisealias": aliases,
    "tracker_factduty": some_duty,
    "axes_accessattempt": lambda: Made(
        own=AccessAttempt.objects.create(username="x", ip_address="192.0.2.1", failures_since_start=5).pk
    ),
    "axes_accesslog": lambda: Made(own=AccessLog.objects.create(username="x", ip_address="192.0.2.1").pk),
    "django_celery_beat_periodictask": lambda: Made(own=PeriodicTask.objects.get(task=PERIODIC_WORK[0].task).pk),
    "django_celery_beat_intervalschedule": lambda: Made(
        own=IntervalSchedule.objects.create(every=7, period=IntervalSchedule.DAYS).pk
    ),
    "django_celery_beat_crontabschedule": lambda: Made(own=CrontabSchedule.objects.create(minute="7").pk),
}
