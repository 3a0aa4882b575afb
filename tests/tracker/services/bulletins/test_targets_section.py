"""The section 目标进度 of a bulletin: the plan's table with its verdicts, frozen with what it rests on."""

import pytest
from django.utils import timezone

from indicators.choices import Role
from indicators.models import Area, User
from tests.builders import TESTER, figure, make_area, make_group, make_indicator, publish
from tests.target_builders import make_plan, make_target
from tracker.choices import RunState, SectionKind
from tracker.domain.bulletins.document import text_of
from tracker.domain.bulletins.storage import document_from_json
from tracker.models import Bulletin, BulletinDefinition, BulletinSection, Plan
from tracker.queries.bulletins.access import outdated
from tracker.services.bulletins.definitions import save_definition, save_section
from tracker.services.bulletins.running import perform_run, request_run
from tracker.services.bulletins.verifying import bulletin_differences
from tracker.services.calculations import drain_pending_calculations

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Area:
    return make_area("430300", kind="city", name="湘潭市")


@pytest.fixture
def plan(city: Area) -> Plan:
    rate = make_indicator("RATE", kind="rate", frequency="year", decimals=1, name="城镇化率", measure_unit="%")
    plan = make_plan(name="湘潭市“十四五”规划", area=city)
    make_target(plan, rate, city, "level", base_value="60", value="65")
    make_target(plan, rate, make_area("430302", kind="county", parent=city), "level", base_value="60", value="65")
    publish(figure("RATE", "430300", "2022", "61"))
    drain_pending_calculations()
    return plan


@pytest.fixture
def definition(city: Area, plan: Plan) -> BulletinDefinition:
    definition = BulletinDefinition(
        code="targets",
        title="{期别}目标进度",
        office="发改委",
        peer_group=make_group("cities", city),
        frequency="quarter",
    )
    save_definition(definition=definition, actor=TESTER)
    section = BulletinSection(definition=definition, kind=SectionKind.TARGETS, plan=plan)
    save_section(section=section, actor=TESTER)
    return definition


def make(definition: BulletinDefinition, period: str) -> Bulletin:
    run = perform_run(pk=request_run(definition=definition, period=period, actor=TESTER).pk)
    assert run.state == RunState.DONE, run.refusals
    assert run.bulletin is not None
    return run.bulletin


def test_the_table_of_the_last_whole_year_is_printed(definition: BulletinDefinition) -> None:
    [section] = document_from_json(make(definition, "2023-Q3").content.document).sections
    assert text_of(section.title) == "湘潭市“十四五”规划目标进度"
    said = [text_of(each.parts) for each in section.blocks if hasattr(each, "parts")]
    assert said == [
        "截至2022年，1项目标中进度滞后1项。",
        "湘潭市城镇化率完成进度20.0%，序时进度40.0%，以后每年还需1.3个百分点。",
    ]
    assert list(bulletin_differences()) == []


def test_a_revised_figure_makes_it_outdated(definition: BulletinDefinition) -> None:
    bulletin = make(definition, "2023-Q3")
    issuer = User.objects.create(username="issuer", role=Role.PUBLISHER)
    Bulletin.objects.filter(pk=bulletin.pk).update(state="issued", issued_at=timezone.now(), issued_by=issuer)
    assert not outdated(Bulletin.objects.all()).exists()
    publish(figure("RATE", "430300", "2022", "62", published="2026-02-01"))
    drain_pending_calculations()
    assert outdated(Bulletin.objects.all()).get() == bulletin
    assert list(bulletin_differences()) == []


def test_without_a_target_it_is_refused(definition: BulletinDefinition, plan: Plan) -> None:
    plan.targets.all().delete()
    run = perform_run(pk=request_run(definition=definition, period="2023-Q3", actor=TESTER).pk)
    assert (run.state, run.refusals) == (RunState.REFUSED, [["no_targets", "湘潭市“十四五”规划：没有目标"]])
