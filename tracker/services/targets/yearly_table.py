"""An edit of the yearly targets of a plan, stored whole or not at all; a changed cell is a further row."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.models.advisory import AdvisoryLock, hold
from indicators.services.audit import Actor
from tracker.models import Plan
from tracker.queries.targets.table_edits import Adoption
from tracker.queries.targets.yearly_edits import TypedCell, YearlyEdit, yearly_edit
from tracker.services.targets.saving import follow_plan, save_yearly_target


class YearlyRefusedError(Exception):
    """Nothing was stored; `edit` lists everything that is wrong."""

    def __init__(self, edit: YearlyEdit, faults: Sequence[str]) -> None:
        super().__init__("；".join(faults))
        self.edit = edit
        self.faults = list(faults)


@transaction.atomic
def save_yearly_table(*, plan: Plan, typed: Sequence[TypedCell], adoption: Adoption, on: date, actor: Actor) -> int:
    """Store the cells that were changed; returns how many. Raises `YearlyRefusedError`."""
    hold(AdvisoryLock.LEDGER)
    edit = yearly_edit(plan, typed, on=on, adoption=adoption)
    if faults := [*edit.faults, *edit.adoption_faults.values()]:
        raise YearlyRefusedError(edit, faults)
    for each in edit.cells:
        each.wanted.adopted_on, each.wanted.document = adoption.adopted_on, adoption.document
        try:
            save_yearly_target(target=each.wanted, actor=actor, reason=adoption.reason, follow=False)
        except ValidationError as refusal:
            raise YearlyRefusedError(edit, [f"{each.typed.name}：{words}" for words in refusal.messages]) from refusal
    if edit.cells:
        follow_plan(plan=plan)
    return len(edit.cells)
