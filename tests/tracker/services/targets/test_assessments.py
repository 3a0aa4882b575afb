"""Frozen assessments: what is kept, what it can be computed again from, and that nothing touches it."""

import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from indicators.domain.moments import parse_as_of
from indicators.models import Area, AuditEntry
from tests.builders import TESTER, figure, make_area, make_group, make_indicator, publish
from tests.target_builders import make_plan, make_target
from tracker.domain.targets.storage import record_from_json
from tracker.models import Assessment, AssessmentFile, Plan, Target
from tracker.services.calculations import drain_pending_calculations
from tracker.services.targets.assessments import freeze_assessment
from tracker.services.targets.overrides import override_verdict
from tracker.services.targets.saving import revise_target
from tracker.services.targets.verifying import assessment_differences

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Area:
    return make_area("430300", kind="city", name="湘潭市")


@pytest.fixture
def plan(city: Area) -> Plan:
    """Three targets with four verdicts to come: a rate, a pooled ratio, a compound fall."""
    parks = [make_area(code, parent=city) for code in ("park-a", "park-b")]
    group = make_group("parks", *parks)
    rate = make_indicator("RATE", kind="rate", frequency="year", decimals=1, name="城镇化率", measure_unit="%")
    tax = make_indicator("TAX", kind="flow_ytd", frequency="year")
    land = make_indicator("LAND", kind="stock", frequency="year")
    per_mu = make_indicator(
        "PER_MU", kind="ratio", frequency="year", numerator=tax, denominator=land, partition=group, name="亩产税收"
    )
    fall = make_indicator("FALL", kind="rate", frequency="year", decimals=1, direction="higher", name="能耗降低")
    plan = make_plan(name="湘潭市“十四五”规划", area=city)
    make_target(plan, rate, city, "level", base_value="60", value="65", category="民生福祉", adopted_on="2021-03-01")
    make_target(plan, per_mu, city, "level", base_value="10", value="15", attribute="binding", category="园区")
    make_target(plan, fall, city, "compound", value="13.5", attribute="binding", category="绿色")
    publish(
        *(
            figure("RATE", "430300", year, value)
            for year, value in (("2021", "61"), ("2022", "61.2"), ("2023", "61.5"))
        ),
        *(figure("TAX", park, "2023", "70") for park in ("park-a", "park-b")),
        *(figure("LAND", park, "2023", "5") for park in ("park-a", "park-b")),
        *(figure("FALL", "430300", year, "2.9") for year in ("2021", "2022", "2023")),
    )
    drain_pending_calculations()
    return plan


def freeze(plan: Plan, **fields: object) -> Assessment:
    given: dict = {"kind": "mid_term", "year": 2023, "actor": TESTER, **fields}
    return freeze_assessment(plan=plan, **given)


def test_the_table_its_inputs_and_its_documents_are_kept(plan: Plan) -> None:
    made = freeze(plan)
    assert made.counts == {"met": 0, "ahead": 1, "on_course": 1, "behind": 1, "not_assessed": 0}
    results = {
        line["indicator"]: each
        for line, each in zip(made.content["record"]["lines"], made.content["results"], strict=True)
    }
    assert (results["PER_MU"]["actual"], results["PER_MU"]["share_done"]) == ("14.000000", "80.000000")
    assert results["RATE"]["verdict"] == "behind"
    record = record_from_json(made.content["record"])
    pooled = record.figures["PER_MU", "430300", 2023].rests_on.ratio
    assert pooled is not None and pooled.pooled and pooled.pairs == ((Decimal(70), Decimal(5)),) * 2
    assert list(assessment_differences()) == []
    assert {each.format for each in made.files.all()} == {"docx", "xlsx", "html"}
    entry = AuditEntry.objects.get(object_type="assessment")
    assert (entry.object_key, entry.new["sha256"]) == ("P145/mid_term/2023/1", made.sha256)


def test_the_word_file_is_the_official_table(plan: Plan) -> None:
    word = docx.Document(BytesIO(bytes(freeze(plan).files.get(format="docx").content)))
    [table] = word.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    heads = ["类别", "指标", "基期", "目标年", "年均/[累计]", "属性", "实际", "完成进度（%）", "序时进度（%）", "判断"]
    assert rows[0] == heads
    assert rows[1] == ["民生福祉", "城镇化率（%）", "60", "65", "—", "预期性", "61.5", "30.0", "60.0", "进度滞后"]
    assert rows[3][4:7] == ["[13.5]", "约束性", "8.5%"]
    text = "\n".join(each.text for each in word.paragraphs)
    assert "湘潭市“十四五”规划2023年中期评估报告" in text
    assert "截至2023年，3项目标中快于预期1项、基本符合预期1项、进度滞后1项。" in text
    assert "湘潭市城镇化率完成进度30.0%，序时进度60.0%，以后每年还需1.8个百分点。" in text


def test_later_figures_revisions_and_overrides_do_not_touch_it(plan: Plan) -> None:
    made = freeze(plan)
    target = Target.objects.get(indicator__code="RATE")
    publish(figure("RATE", "430300", "2023", "64.9", published="2026-03-01"))
    drain_pending_calculations()
    revise_target(
        target=target,
        adopted_on=date(2023, 1, 1),
        document="",
        reason="调整",
        value=Decimal(61),
        base_value=Decimal(60),
        actor=TESTER,
    )
    made.refresh_from_db()
    assert made.counts["behind"] == 1
    assert list(assessment_differences()) == []
    again = freeze(plan, reason="数据修订")
    assert (again.version, again.counts["met"]) == (2, 1)


def test_as_of_a_past_day_reads_what_was_known_then(plan: Plan) -> None:
    publish(figure("RATE", "430300", "2023", "64.9", published="2026-03-01"))
    drain_pending_calculations()
    assert freeze(plan, as_of=parse_as_of("2026-02-01")).counts["behind"] == 1
    assert freeze(plan, as_of=parse_as_of("2026-03-01"), reason="普查").counts["behind"] == 0


def test_an_override_is_counted_and_both_verdicts_are_printed(plan: Plan) -> None:
    target = Target.objects.get(indicator__code="RATE")
    override_verdict(target=target, year=2023, verdict="on_course", reason="普查口径调整", actor=TESTER)
    made = freeze(plan)
    assert made.counts == {"met": 0, "ahead": 1, "on_course": 2, "behind": 0, "not_assessed": 0}
    page = bytes(made.files.get(format="html").content).decode()
    assert "基本符合预期（系统判断：进度滞后；改判理由：普查口径调整）" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"year": 2020}, "规划期"),
        ({"kind": "final"}, "目标年"),
        ({"kind": "yesterday"}, "没有这种评估"),
        ({"as_of": parse_as_of("2199-01-01")}, "将来"),
        ({"as_of": parse_as_of("2000-01-01")}, "没有|还没有目标|中快于"),
    ],
)
def test_what_cannot_be_frozen_is_refused(plan: Plan, fields: dict, said: str) -> None:
    if "as_of" in fields and fields["as_of"].year == 2000:
        Target.objects.exclude(adopted_on__isnull=False).delete()
    with pytest.raises(ValidationError, match=said):
        freeze(plan, **fields)
    assert not Assessment.objects.exists()


def test_a_second_version_needs_a_reason(plan: Plan) -> None:
    freeze(plan)
    with pytest.raises(ValidationError, match="再出一版须写明原因"):
        freeze(plan)


def test_the_database_keeps_what_was_frozen(plan: Plan) -> None:
    freeze(plan)
    for statement in (
        "UPDATE tracker_assessment SET counts = '{}'",
        "DELETE FROM tracker_assessmentfile",
        "UPDATE tracker_assessmentfile SET sha256 = ''",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_verify_notices_every_falsification(plan: Plan) -> None:
    made = freeze(plan)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        content = made.content
        content["results"][0]["actual"] = "99.000000"
        Assessment.objects.filter(pk=made.pk).update(content=content)
        file = made.files.get(format="html")
        changed = bytes(file.content).decode().replace("61.5", "62.5").encode()
        AssessmentFile.objects.filter(pk=file.pk).update(content=changed, sha256=hashlib.sha256(changed).hexdigest())
    said = "\n".join(assessment_differences())
    assert "内容与 SHA-256 不符" in said
    assert "重新计算的结果与存档不同" in said
    assert "网页 文件" in said


def test_parts_stand_in_a_table_of_their_own_and_are_not_counted(plan: Plan, city: Area) -> None:
    county = make_area("430302", kind="county", parent=city, name="雨湖区")
    rate = Target.objects.get(indicator__code="RATE").indicator
    make_target(plan, rate, county, "level", base_value="60", value="65")
    made = freeze(plan)
    assert sum(made.counts.values()) == 3
    word = docx.Document(BytesIO(bytes(made.files.get(format="docx").content)))
    own, parts = word.tables
    assert (len(own.rows), len(parts.rows)) == (4, 2)
    assert [cell.text for cell in parts.rows[1].cells][:2] == ["雨湖区", "城镇化率（%）"]
    assert list(assessment_differences()) == []
