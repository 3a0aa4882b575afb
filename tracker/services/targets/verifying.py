"""Comparing frozen assessments with what they were made of: digests, files, and every number computed again."""

import hashlib
from collections.abc import Iterator

from tracker.domain.canonical import canonical_digest
from tracker.domain.targets.numbers import RecordNumbers
from tracker.domain.targets.report import assessment_document
from tracker.domain.targets.results import results_of
from tracker.domain.targets.storage import record_from_json
from tracker.models import Assessment
from tracker.services.bulletins.proofreading import file_faults
from tracker.services.targets.assessments import METHODS, notes_of, title_of


def assessment_differences() -> Iterator[str]:
    """One sentence for every frozen assessment and file that says something else than its stored inputs."""
    rows = Assessment.objects.select_related("plan__area").prefetch_related("files").order_by("pk")
    for assessment in rows.iterator(chunk_size=20):
        yield from _differences(assessment)


def _differences(assessment: Assessment) -> Iterator[str]:
    name, content = f"规划评估 {assessment.key}", assessment.content
    if canonical_digest(content) != assessment.sha256:
        yield f"{name}：内容与 SHA-256 不符"
    record = record_from_json(content["record"])
    # What an earlier method made keeps its numbers; only that method can compute them again.
    if content["methods"] == METHODS:
        if results_of(record) != content["results"]:
            yield f"{name}：由所存数据重新计算的结果与存档不同"
        if {verdict.value: count for verdict, count in record.counts().items()} != assessment.counts:
            yield f"{name}：各类判断个数与存档不同"
    document = assessment_document(record, title_of(assessment), notes_of(assessment))
    for file in assessment.files.all():
        label, there = file.get_format_display(), bytes(file.content)
        if hashlib.sha256(there).hexdigest() != file.sha256:
            yield f"{name}：{label} 文件与 SHA-256 不符"
            continue
        for fault in file_faults(document, RecordNumbers(record), file.format, there):
            yield f"{name}：{label} 文件{fault}"
