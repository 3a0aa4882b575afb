"""The firms a round needs facts of, what they have, and the directory that rows are matched against."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Case, CharField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When

from indicators.domain.numbers import plain
from indicators.models import AuditEntry, User
from tracker.choices import AliasKind
from tracker.domain.evaluations.fact_sheets import FactColumn, SheetFirm, component_of
from tracker.domain.evaluations.matching import Directory, KnownFirm, directory
from tracker.models import Enterprise, EnterpriseAlias, EnterpriseFact, EnterpriseTax, Round
from tracker.queries.evaluations.access import enterprises_of


def firms_of_round(round: Round, user: User) -> QuerySet[Enterprise]:
    """Firms inside the areas of the size classes of the round: with facts of its year, and those still without.

    `current` joins the facts in force, at most one row a firm.
    """
    year = round.year
    current = FilteredRelation("facts", condition=Q(facts__year=year, facts__superseded_at__isnull=True))
    size_class = Case(
        When(current__size_class__gt=Value(""), then=F("current__size_class")),
        default=F("size_class"),
        output_field=CharField(),
    )
    classes = {scheme.size_class for scheme in round.schemes.all()}
    firms = enterprises_of(user).annotate(current=current).annotate(class_of_year=size_class)
    return firms.filter(class_of_year__in=classes)


def has_fact(round: Round, fact: str) -> Q:
    """Whether a firm of `firms_of_round` has a fact; a tax given by component only counts as given."""
    there = Q(**{f"current__{fact}__isnull": False})
    if fact != "tax":
        return there
    taxes = EnterpriseTax.objects.current().filter(enterprise=OuterRef("pk"), year=round.year, amount__isnull=False)
    return there | Q(Exists(taxes))


def missing_firms(round: Round, user: User, fact: str, park: str = "") -> QuerySet[Enterprise]:
    firms = firms_of_round(round, user).filter(~has_fact(round, fact))
    if park:
        firms = firms.filter(park__code=park)
    return firms.select_related("park", "area").order_by("code")


def sheet_firms(round: Round, user: User, columns: Collection[FactColumn]) -> list[SheetFirm]:
    """The rows of the workbook, park by park."""
    rows = firms_of_round(round, user).order_by("park__code", "code").values_list("code", "name", "park__name")
    found = list(rows)
    contents = contents_of([code for code, _, _ in found], round.year, [each.key for each in columns])
    return [SheetFirm(code, name, park or "", contents[code]) for code, name, park in found]


def contents_of(codes: Iterable[str], year: int, keys: Collection[str]) -> dict[str, dict[str, str]]:
    """What firms have now, by code and column, as on every wire; empty where there is no figure."""
    found: dict[str, dict[str, str]] = {code: dict.fromkeys(keys, "") for code in codes}
    facts = [key for key in keys if component_of(key) is None]
    rows = EnterpriseFact.objects.current().filter(year=year, enterprise__code__in=found)
    for code, *values in rows.values_list("enterprise__code", *facts):
        found[code].update((key, plain(value) or "") for key, value in zip(facts, values, strict=True))
    components = {component: key for key in keys if (component := component_of(key)) is not None}
    taxes = EnterpriseTax.objects.current().filter(year=year, enterprise__code__in=found, component__in=components)
    for code, component, amount in taxes.values_list("enterprise__code", "component", "amount"):
        found[code][components[component]] = plain(amount) or ""
    return found


def directory_of(user: User) -> Directory:
    """The firms inside the areas of the account, the aliases in force, and names that were changed."""
    aliases = aliases_in_force()
    renamed = AuditEntry.objects.filter(object_type="enterprise", old__has_key="name").order_by()
    earlier = renamed.values_list("old__name", "object_key")
    return directory(
        (KnownFirm(code, name) for code, name in enterprises_of(user).values_list("code", "name")),
        code_aliases=aliases[AliasKind.CODE],
        name_aliases=aliases[AliasKind.NAME],
        earlier_names=((str(name), code) for name, code in earlier),
    )


def aliases_in_force() -> dict[AliasKind, Mapping[str, str]]:
    """The codes of firms by kind and text of the alias."""
    rows = EnterpriseAlias.objects.in_force().values_list("kind", "text", "enterprise__code")
    found: dict[AliasKind, dict[str, str]] = {kind: {} for kind in AliasKind}
    for kind, text, code in rows:
        found[AliasKind(kind)][text] = code
    return dict(found)
