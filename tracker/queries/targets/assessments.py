"""Frozen assessments for the screens: files, versions, and the plans that one may be made of."""

from django.db.models import QuerySet
from django.utils import timezone

from tracker.models import Assessment, AssessmentFile, Plan
from tracker.queries.targets.book import latest_year


def plans_to_assess() -> QuerySet[Plan]:
    """Plans with targets."""
    return Plan.objects.filter(targets__isnull=False).distinct()


def latest_year_of(pk: int) -> int | None:
    plan = Plan.objects.filter(pk=pk).first()
    return latest_year(plan, timezone.localdate()) if plan else None


def assessment_file(pk: int, format: str) -> AssessmentFile | None:
    return AssessmentFile.objects.filter(assessment=pk, format=format).select_related("assessment__plan").first()


def files_of(assessment: Assessment) -> list[AssessmentFile]:
    """Its documents, without their content."""
    return list(assessment.files.defer("content"))


def versions_of(assessment: Assessment) -> list[Assessment]:
    """The other versions of the same kind and year, newest first."""
    same = Assessment.objects.filter(plan=assessment.plan, kind=assessment.kind, year=assessment.year)
    return list(same.exclude(pk=assessment.pk).order_by("-version").defer("content"))
