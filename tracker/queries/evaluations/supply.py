"""Who supplies which facts of firms, who settles what matched none, and which files an account may know of."""

from django.db.models import Q, QuerySet

from indicators.choices import Role
from indicators.models import Area, Department, User
from indicators.queries.access_areas import areas_of
from tracker.domain.evaluations.fact_sheets import FACT_NAMES, FactColumn, columns_of
from tracker.models import EnterpriseAlias, FactDuty, FactFile, Round, UnmatchedRow
from tracker.queries.evaluations.access import enterprises_of


def may_supply(user: User, department: Department) -> bool:
    """Clerks supply the facts of their own department, reviewers and publishers those of any."""
    if not user.has_perm("tracker.supply_facts"):
        return False
    return user.role != Role.ENTRY or user.department_id == department.pk


def may_settle(user: User) -> bool:
    return user.has_perm("tracker.settle_unmatchedrow")


def supplying_departments() -> QuerySet[Department]:
    """Those with a duty."""
    return Department.objects.filter(pk__in=FactDuty.objects.values("department")).order_by("name")


def departments_of(user: User) -> list[Department]:
    """Those for which the account may send a file."""
    return [each for each in supplying_departments() if may_supply(user, each)]


def all_duties() -> QuerySet[FactDuty]:
    return FactDuty.objects.select_related("department")


def facts_by_department() -> dict[Department, list[str]]:
    """Facts in the order of the tables; departments by name."""
    order = list(FACT_NAMES)
    found: dict[Department, list[str]] = {}
    for duty in all_duties().order_by("department__name"):
        if duty.fact in FACT_NAMES:
            found.setdefault(duty.department, []).append(duty.fact)
    return {department: sorted(facts, key=order.index) for department, facts in found.items()}


def columns_for(round: Round, department: Department) -> list[FactColumn]:
    """The columns that the department fills; the tax also by the components that the round's schemes sum."""
    facts = FactDuty.objects.filter(department=department, fact__in=FACT_NAMES).values_list("fact", flat=True)
    components = [
        component for scheme in round.schemes.all() for component in scheme.content.get("tax_components") or ()
    ]
    return columns_of(facts, components)


def round_of(pk: int) -> Round | None:
    return Round.objects.prefetch_related("schemes").filter(pk=pk).first()


def files_of(user: User) -> QuerySet[FactFile]:
    """Files of accounts whose areas lie inside those of this one: who may not see all of a file sees none of it."""
    areas = areas_of(user)
    outside = Area.objects.exclude(pk__in=areas)
    names = User.objects.filter(areas__in=areas).exclude(areas__in=outside).values("username")
    return FactFile.objects.filter(uploaded_by__in=names).select_related("round", "department")


def unmatched_of(user: User) -> QuerySet[UnmatchedRow]:
    """Rows of the files that the account may know of."""
    rows = UnmatchedRow.objects.filter(file__in=files_of(user).values("pk"))
    return rows.select_related("file__round", "file__department", "enterprise")


def aliases_of(user: User) -> QuerySet[EnterpriseAlias]:
    """Of the firms inside the areas of the account."""
    firms = enterprises_of(user)
    return EnterpriseAlias.objects.filter(enterprise__in=firms.values("pk")).select_related("enterprise")


def alias_audit_key(alias: EnterpriseAlias) -> str:
    return f"{alias.kind}/{alias.text}"


def firms_named(user: User, words: str, largest: int) -> list[tuple[str, str]]:
    """Code and name of firms inside the areas whose code begins with the words or whose name has them."""
    if not words or "\0" in words:
        return []
    firms = enterprises_of(user).filter(Q(code__istartswith=words) | Q(name__icontains=words))
    return list(firms.order_by("code").values_list("code", "name")[:largest])
