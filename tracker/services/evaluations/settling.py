"""Rows of bureaus that matched no firm: a person names the firm, sets the row aside, or takes that back."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.models import User
from indicators.services.audit import Actor, record
from tracker.choices import UnmatchedState
from tracker.models import Enterprise, EnterpriseAlias, Round, UnmatchedRow
from tracker.queries.evaluations.access import enterprises_of
from tracker.queries.evaluations.supply import alias_audit_key, columns_for, may_settle
from tracker.queries.evaluations.supply_firms import directory_of
from tracker.services.evaluations.aliases import remember_alias
from tracker.services.evaluations.fact_cells import Origin, cell_faults, write_cells
from tracker.services.evaluations.fact_locks import RoundLockedError, hold_rounds, lock_reasons


class SettlingRefusedError(Exception):
    """Nothing was changed; `reasons` lists why."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("；".join(reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True, slots=True)
class Settled:
    """`others` are rows that waited under the same alias; `remark` says why no alias was remembered."""

    enterprise: Enterprise
    alias: EnterpriseAlias | None
    remark: str
    others: int


@transaction.atomic
def assign_row(*, row: UnmatchedRow, enterprise: str, user: User, remember: bool = True) -> Settled:
    """The row means the firm of this code: its facts are written, and what it is called there is remembered.

    Raises `SettlingRefusedError` or `RoundLockedError`, changing nothing.
    """
    round = _locked_round(row)
    locked = _locked_row(row, user, UnmatchedState.WAITING)
    if reasons := lock_reasons(round.year, through=round):
        raise RoundLockedError(reasons)
    firm = enterprises_of(user).filter(code=enterprise).first()
    if firm is None:
        raise SettlingRefusedError(f"没有代码为“{enterprise[:40]}”的企业")
    if faults := _faults(locked, round):
        raise SettlingRefusedError(*faults)
    actor = Actor.of(user)
    alias, remark = remember_alias(row=locked, enterprise=firm, actor=actor) if remember else (None, "没有要求记住别名")
    others = list(_others(locked, firm, round, user)) if alias else []
    # In the order they came in, so that of several the latest is what stays.
    for each in sorted([locked, *others], key=lambda each: each.pk):
        _assign(each, firm, round, actor)
    return Settled(firm, alias, remark, len(others))


@transaction.atomic
def dismiss_row(*, row: UnmatchedRow, reason: str, user: User) -> None:
    """The row is not used."""
    _locked_round(row)
    locked = _locked_row(row, user, UnmatchedState.WAITING)
    _decide(locked, UnmatchedState.DISMISSED, Actor.of(user), _given(reason))


@transaction.atomic
def reopen_row(*, row: UnmatchedRow, reason: str, user: User) -> None:
    """The row waits again; facts that were written from it stay until somebody corrects them."""
    _locked_round(row)
    locked = _locked_row(row, user, UnmatchedState.ASSIGNED, UnmatchedState.DISMISSED)
    locked.enterprise = None
    _decide(locked, UnmatchedState.WAITING, Actor.of(user), _given(reason))


@transaction.atomic
def withdraw_alias(*, alias: EnterpriseAlias, reason: str, user: User) -> None:
    """Files that come from now on no longer match by it; what was written stays."""
    if not may_settle(user):
        raise SettlingRefusedError("本账号不能撤销别名")
    locked = EnterpriseAlias.objects.select_for_update().get(pk=alias.pk)
    if locked.withdrawn_at is not None:
        raise SettlingRefusedError("这个别名已经撤销")
    locked.withdrawn_at, locked.reason = timezone.now(), _given(reason)
    locked.save(update_fields=["withdrawn_at", "reason"])
    record(
        actor=Actor.of(user),
        action=AuditAction.WITHDRAWN,
        object_type="enterprisealias",
        object_key=alias_audit_key(locked),
        old={"enterprise": locked.enterprise.code},
        reason=reason,
    )


def row_key(row: UnmatchedRow) -> str:
    """How the audit trail knows a row."""
    return f"{row.file.round.code}/{row.file.department}/{row.file_id}/{row.row_number}"


def _locked_round(row: UnmatchedRow) -> Round:
    """Every change of facts and rows of a round holds its row, so they follow one another."""
    return hold_rounds(row.file.round.year)[row.file.round_id]


def _locked_row(row: UnmatchedRow, user: User, *states: UnmatchedState) -> UnmatchedRow:
    if not may_settle(user):
        raise SettlingRefusedError("本账号不能处理待认领数据")
    locked = UnmatchedRow.objects.select_for_update().get(pk=row.pk)
    if locked.state not in states:
        by = f"（{locked.decided_by}）" if locked.decided_by else ""
        raise SettlingRefusedError(f"这一行现在是“{locked.get_state_display()}”{by}")
    return locked


def _given(reason: str) -> str:
    if not reason.strip():
        raise SettlingRefusedError("请写明理由")
    return reason.strip()[:500]


def _faults(row: UnmatchedRow, round: Round) -> list[str]:
    department = row.file.department
    return [message for _, _, message in cell_faults(row.facts, columns_for(round, department), str(department))]


def _others(row: UnmatchedRow, firm: Enterprise, round: Round, user: User) -> Iterator[UnmatchedRow]:
    """Rows of the round that the remembered alias now leads to the firm."""
    known = directory_of(user)
    waiting = UnmatchedRow.objects.filter(file__round=round, state=UnmatchedState.WAITING).exclude(pk=row.pk)
    for other in waiting.select_related("file__department").select_for_update(of=("self",)):
        if known.find(other.code, other.name).code == firm.code and not _faults(other, round):
            yield other


def _assign(row: UnmatchedRow, firm: Enterprise, round: Round, actor: Actor) -> None:
    reason = f"评价批次 {round.code} {row.file.department} 文件第 {row.row_number} 行认领"
    write_cells({firm.code: row.facts}, year=round.year, origin=Origin(actor, str(row.file.department), reason))
    row.enterprise = firm
    _decide(row, UnmatchedState.ASSIGNED, actor, "")


def _decide(row: UnmatchedRow, state: UnmatchedState, actor: Actor, reason: str) -> None:
    old = row.state
    row.state, row.reason = state, reason
    row.decided_by, row.decided_at = actor.name, timezone.now()
    row.save(update_fields=["state", "reason", "enterprise", "decided_by", "decided_at"])
    record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type="unmatchedrow",
        object_key=row_key(row),
        old={"state": old},
        new={"state": state.value, "enterprise": row.enterprise.code if row.enterprise else None},
        reason=reason,
    )
