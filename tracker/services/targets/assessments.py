"""Freezing an assessment: the table as it stands, with everything it rests on and its documents, kept for good."""

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.domain.growth import METHOD as GROWTH_METHOD
from indicators.models.advisory import AdvisoryLock, hold
from indicators.services.audit import Actor, record
from indicators.services.calculations import bump_data_version
from tracker.choices import AssessmentKind, FileFormat
from tracker.domain.bulletins.imprint import Imprint
from tracker.domain.canonical import canonical_digest
from tracker.domain.targets.numbers import RecordNumbers
from tracker.domain.targets.outlook import METHOD as OUTLOOK_METHOD
from tracker.domain.targets.progress import METHOD as TARGETS_METHOD
from tracker.domain.targets.record import METHOD, AssessmentRecord
from tracker.domain.targets.report import assessment_document
from tracker.domain.targets.results import results_of
from tracker.domain.targets.storage import record_to_json
from tracker.models import Assessment, AssessmentFile, Plan
from tracker.queries.targets.book import target_book
from tracker.queries.targets.records import record_of
from tracker.services.bulletins.proofreading import proof_read
from tracker.services.bulletins.storing import rendered

METHODS = {"assessment": METHOD, "targets": TARGETS_METHOD, "outlook": OUTLOOK_METHOD, "growth": GROWTH_METHOD}
OFFICE = "发展和改革委员会"


@transaction.atomic
def freeze_assessment(
    *, plan: Plan, kind: str, year: int, actor: Actor, as_of: datetime | None = None, reason: str = ""
) -> Assessment:
    """Keep the assessment of `year` as known at `as_of` (now); a further one of the same kind and year is a version.

    Raises `ValidationError` with every reason.
    """
    hold(AdvisoryLock.CALCULATIONS)
    moment = as_of or timezone.now()
    version = plan.assessments.filter(kind=kind, year=year).count() + 1
    if faults := _faults(plan, kind, year, moment, version, reason):
        raise ValidationError(faults)
    content = record_of(target_book(plan, year, as_of=moment), year)
    if not content.lines:
        raise ValidationError(f"“{plan}”在{timezone.localtime(moment):%Y-%m-%d}还没有目标，无从评估")
    stored = {
        "methods": METHODS,
        "record": record_to_json(content),
        "results": results_of(content),
        "targets": [each.row for each in content.lines],
    }
    assessment = Assessment.objects.create(
        plan=plan,
        kind=kind,
        year=year,
        version=version,
        as_of=moment,
        content=stored,
        sha256=canonical_digest(stored),
        counts={verdict.value: count for verdict, count in content.counts().items()},
        reason=reason.strip(),
        made_by=actor.name,
        maker=actor.user,
    )
    _store_files(assessment, content)
    record(
        actor=actor,
        action=AuditAction.ISSUED,
        object_type="assessment",
        object_key=assessment.key,
        new={"sha256": assessment.sha256, "as_of": moment.isoformat()},
        reason=assessment.reason,
    )
    bump_data_version()
    return assessment


def _faults(plan: Plan, kind: str, year: int, moment: datetime, version: int, reason: str) -> dict[str, str]:
    faults = {}
    if kind not in AssessmentKind.values:
        faults["kind"] = "没有这种评估"
    if not plan.start_year <= year <= plan.end_year:
        faults["year"] = f"评估年度应在规划期 {plan.start_year}—{plan.end_year} 年内"
    elif kind == AssessmentKind.FINAL and year != plan.end_year:
        faults["year"] = f"总结评估只在目标年 {plan.end_year} 年"
    if moment > timezone.now():
        faults["as_of"] = "数据截至时间不能在将来"
    if version > 1 and not reason.strip():
        faults["reason"] = "这一年度已有这种评估，再出一版须写明原因"
    return faults


def _store_files(assessment: Assessment, content: AssessmentRecord) -> None:
    """Word, Excel and page in the official table's shape, read back before they are kept."""
    document = assessment_document(content, title_of(assessment), notes_of(assessment))
    imprint = Imprint(
        office=f"{assessment.plan.area.name if assessment.plan.area else ''}{OFFICE}",
        use_level="内部",
        issued_on=timezone.localdate(assessment.made_at),
        version=assessment.version,
        reason=assessment.reason,
    )
    files = rendered(document, imprint, None)
    proof_read(document, RecordNumbers(content), files)
    AssessmentFile.objects.bulk_create(
        AssessmentFile(
            assessment=assessment,
            format=FileFormat(each),
            content=there,
            sha256=hashlib.sha256(there).hexdigest(),
        )
        for each, there in files.items()
    )


def title_of(assessment: Assessment) -> str:
    return f"{assessment.plan.name}{assessment.year}年{assessment.get_kind_display()}报告"


def notes_of(assessment: Assessment) -> tuple[str, ...]:
    moment = timezone.localtime(assessment.as_of)
    return (f"数据截至{moment:%Y年%m月%d日 %H:%M}已公布的数；判断标准和方法版本随报告存档。",)
