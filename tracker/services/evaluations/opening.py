"""Opening a round with its schemes, and changing one while it still collects facts."""

from collections.abc import Iterable, Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.choices import AuditAction
from indicators.queries.access import publishes
from indicators.readers.cells import YEAR
from indicators.services.audit import Actor, record
from indicators.services.calculations import bump_data_version
from tracker.domain.evaluations.way import State
from tracker.models import Round, Scheme
from tracker.queries.evaluations.newest_changes import newest_change_of_round
from tracker.services.evaluations.scoring import drop_cards
from tracker.services.evaluations.stale_forms import stale_reason

ROLE = "评价批次由审定发布岗设立"
NOT_COLLECTING = "只有收集数据中的批次可以修改；已锁定的先解锁"


def scheme_faults(year: int, schemes: Iterable[tuple[str, str, int]]) -> Iterator[tuple[str, str]]:
    """Code and message of everything against these schemes (code, size class, year) in a round of `year`."""
    classes: dict[str, str] = {}
    for code, size_class, of in schemes:
        if of != year:
            yield "wrong_year", f"标准“{code}”是 {of} 年的，批次是 {year} 年"
        if (other := classes.setdefault(size_class, code)) != code:
            yield "conflict", f"标准“{code}”与“{other}”规模相同，一个批次每种规模只用一个"


@transaction.atomic
def open_round(*, code: str, name: str, year: int, schemes: Sequence[Scheme], trial: bool, actor: Actor) -> Round:
    """A round that collects facts. Raises `ValidationError` with every reason by field."""
    _check_role(actor)
    made = Round(code=code.strip(), name=name.strip(), year=year, trial=trial)
    chosen = _checked(made, schemes)
    made.save()
    made.schemes.set(chosen)
    new = _written(made, chosen)
    record(actor=actor, action=AuditAction.CREATED, object_type="round", object_key=made.code, new=new)
    bump_data_version()
    return made


@transaction.atomic
def change_round(
    *,
    round: Round,
    name: str,
    schemes: Sequence[Scheme],
    trial: bool,
    actor: Actor,
    reason: str = "",
    seen: int | None = None,
) -> Round:
    """Name, schemes and trial of a round that collects; with other schemes its provisional cards go.

    `seen` is `changes` as the form was opened with; None where no form was. Raises `ValidationError` with every reason
    by field.
    """
    _check_role(actor)
    locked = Round.objects.select_for_update().get(pk=round.pk)
    against = []
    if locked.state != State.COLLECTING:
        against.append(f"{NOT_COLLECTING}（现为{locked.get_state_display()}）")
    if seen not in (None, locked.changes):
        against.append(stale_reason("这个批次", newest_change_of_round(locked)))
    if against:
        raise ValidationError(against)
    before = sorted(locked.schemes.all(), key=lambda scheme: scheme.code)
    old = _written(locked, before)
    locked.name, locked.trial = name.strip(), trial
    chosen = _checked(locked, schemes)
    new = _written(locked, chosen)
    if new == old:
        return locked
    if chosen != before:
        locked.schemes.set(chosen)
        drop_cards(locked)
        locked.counts, locked.scored_at = {}, None
    locked.changes += 1
    locked.save()
    changed = [key for key in new if new[key] != old[key]]
    record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type="round",
        object_key=locked.code,
        old={key: old[key] for key in changed},
        new={key: new[key] for key in changed},
        reason=reason.strip(),
    )
    bump_data_version()
    return locked


def _check_role(actor: Actor) -> None:
    if actor.user and not publishes(actor.user):
        raise ValidationError(ROLE)


def _checked(round: Round, schemes: Sequence[Scheme]) -> list[Scheme]:
    """The schemes by code, under their row locks so that none is changed meanwhile."""
    faults: dict[str, list[str]] = {}
    try:
        round.full_clean(exclude=["counts"])  # empty until it is scored
    except ValidationError as error:
        faults.update(error.message_dict)
    if not YEAR.fullmatch(str(round.year)):
        faults["year"] = ["年度应为四位年份"]
    ids = {scheme.pk for scheme in schemes}
    chosen = list(Scheme.objects.select_for_update().filter(pk__in=ids).order_by("code"))
    against = [] if chosen else ["请选择评价标准，每种规模一个"]
    against += [f"没有代码为“{code}”的标准" for code in sorted({each.code for each in schemes if each not in chosen})]
    against += [message for _, message in scheme_faults(round.year, _keys(chosen))]
    if against:
        faults["schemes"] = against
    if faults:
        raise ValidationError(faults)
    return chosen


def _keys(schemes: Iterable[Scheme]) -> list[tuple[str, str, int]]:
    return [(each.code, each.size_class, each.year) for each in schemes]


def _written(round: Round, schemes: Iterable[Scheme]) -> dict[str, object]:
    """As the audit trail keeps a round, whichever way it came."""
    return {
        "name": round.name,
        "year": round.year,
        "trial": round.trial,
        "schemes": " ".join(scheme.code for scheme in schemes),
    }
