"""An edit of a plan's table, stored whole or not at all, through the services of single targets."""

from collections import Counter
from collections.abc import Sequence
from copy import copy
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.models.advisory import AdvisoryLock, hold
from indicators.services.audit import Actor
from tracker.models import Plan, Target
from tracker.queries.targets.in_force import all_targets
from tracker.queries.targets.names import catalogue
from tracker.queries.targets.table import LineKey
from tracker.queries.targets.table_edits import Adoption, TableEdit, table_edit
from tracker.queries.targets.typed_lines import Outcome, TargetEdit, TypedLine
from tracker.services.targets.saving import follow_plan, repeal_target, revise_target, save_target

ORDER = "调整顺序"


class TableRefusedError(Exception):
    """Nothing was stored; `edit` lists everything that is wrong."""

    def __init__(self, edit: TableEdit, faults: Sequence[str]) -> None:
        super().__init__("；".join(faults))
        self.edit = edit
        self.faults = list(faults)


@transaction.atomic
def save_table(
    *, plan: Plan, typed: Sequence[TypedLine], order_shown: str = "", adoption: Adoption, on: date, actor: Actor
) -> dict[Outcome, int]:
    """Store the lines as typed, and tell how many targets had which outcome. Raises `TableRefusedError`."""
    hold(AdvisoryLock.LEDGER)
    edit = table_edit(plan, typed, catalogue(), on=on, order_shown=order_shown, adoption=adoption)
    faults = [*edit.faults, *edit.adoption_faults.values(), *_open_choices(edit)]
    if faults:
        raise TableRefusedError(edit, faults)
    done: Counter[Outcome] = Counter()
    for line in edit.lines:
        for each in line.edits:
            try:
                _save(each, adoption, actor)
            except ValidationError as refusal:
                raise TableRefusedError(
                    edit, [f"{line.typed.name}：{words}" for words in refusal.messages]
                ) from refusal
            done[each.outcome] += 1
    if edit.order is not None:
        _reorder(plan, edit.order, actor)
    if done or edit.order is not None:
        follow_plan(plan=plan)
    return dict(done)


def _open_choices(edit: TableEdit) -> list[str]:
    return [
        f"{line.typed.name}：“{each.cell}”一栏：请选参照指标"
        for line in edit.lines
        for each in line.edits
        if each.asks_reference
    ]


def _save(edit: TargetEdit, adoption: Adoption, actor: Actor) -> None:
    target = edit.target
    match edit.outcome:
        case Outcome.NEW:
            target.adopted_on, target.document, target.reason = adoption.adopted_on, adoption.document, adoption.reason
            save_target(target=target, actor=actor, follow=False)
        case Outcome.WORDS:
            save_target(target=target, actor=actor, reason=adoption.reason, follow=False)
        case Outcome.REVISED:
            assert adoption.adopted_on is not None
            revise_target(
                target=target,
                adopted_on=adoption.adopted_on,
                document=adoption.document,
                reason=adoption.reason,
                value=target.value,
                text=target.text,
                base_value=target.base_value,
                tolerance=target.tolerance,
                actor=actor,
                follow=False,
            )
        case Outcome.REPEALED:
            assert adoption.adopted_on is not None
            repeal_target(
                target=target,
                adopted_on=adoption.adopted_on,
                document=adoption.document,
                reason=adoption.reason,
                actor=actor,
                follow=False,
            )


def _reorder(plan: Plan, order: Sequence[LineKey], actor: Actor) -> None:
    """Every revision of a target moves with it."""
    places = {key: place for place, key in enumerate(order, start=1)}
    for target in all_targets(plan):
        place = places.get((target.indicator_id, target.area_id))
        if place is not None and place != target.position:
            moved: Target = copy(target)
            moved.position = place
            save_target(target=moved, actor=actor, reason=ORDER, follow=False)
