"""What bureaus call a firm, remembered when a person has decided what a row means."""

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record
from tracker.choices import AliasKind
from tracker.domain.evaluations.matching import normal_code, normal_name
from tracker.models import Enterprise, EnterpriseAlias, UnmatchedRow
from tracker.queries.evaluations.supply import alias_audit_key


def remember_alias(*, row: UnmatchedRow, enterprise: Enterprise, actor: Actor) -> tuple[EnterpriseAlias | None, str]:
    """The code of the row, or its name where it has no code; with None, why nothing was remembered.

    What is the code or name of another firm never becomes an alias. The caller's transaction carries it.
    """
    kind, text = (AliasKind.CODE, normal_code(row.code)) if row.code else (AliasKind.NAME, normal_name(row.name))
    if text in (enterprise.code, normal_name(enterprise.name)):
        return None, "代码或名称就是这户企业的，不需要别名"
    if _is_another_firms(kind, text, enterprise):
        return None, f"“{text}”是另一户企业的{kind.label}，没有记为别名"
    # Where two at once remember the same, the first one counts.
    EnterpriseAlias.objects.bulk_create(
        [EnterpriseAlias(enterprise=enterprise, kind=kind, text=text, decided_by=actor.name)], ignore_conflicts=True
    )
    alias = EnterpriseAlias.objects.in_force().select_related("enterprise").get(kind=kind, text=text)
    if alias.enterprise_id != enterprise.pk:
        return None, f"“{text}”已认定为 {alias.enterprise} 的别名，有误请先撤销"
    record(
        actor=actor,
        action=AuditAction.CREATED,
        object_type="enterprisealias",
        object_key=alias_audit_key(alias),
        new={"enterprise": enterprise.code},
    )
    return alias, ""


def _is_another_firms(kind: AliasKind, text: str, enterprise: Enterprise) -> bool:
    others = Enterprise.objects.exclude(pk=enterprise.pk)
    if kind is AliasKind.CODE:
        return others.filter(code=text).exists()
    return any(normal_name(name) == text for name in others.values_list("name", flat=True))
