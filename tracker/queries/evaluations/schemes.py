"""Schemes with the rounds that use them."""

from django.db.models import Count, QuerySet

from tracker.models import Round, Scheme


def schemes_with_use() -> QuerySet[Scheme]:
    """`use` counts the rounds of a scheme."""
    return Scheme.objects.annotate(use=Count("rounds")).select_related("copied_from")


def rounds_using(scheme: Scheme) -> list[Round]:
    return list(scheme.rounds.order_by("-year", "code"))


def is_used(scheme: Scheme) -> bool:
    return scheme.rounds.exists()


def rounds_to_try(scheme: Scheme) -> QuerySet[Round]:
    """The rounds whose facts a scheme of this size class may be tried on."""
    return Round.objects.filter(schemes__size_class=scheme.size_class).distinct().order_by("-year", "code")


def scheme_years() -> list[int]:
    """The years that have schemes, the newest first."""
    return list(Scheme.objects.order_by("-year").values_list("year", flat=True).distinct())


def schemes_of(year: int) -> QuerySet[Scheme]:
    return Scheme.objects.filter(year=year).order_by("size_class", "code")
