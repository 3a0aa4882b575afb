"""Plans and their targets as tables of a data package."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indicators.domain.packages import Table
from indicators.readers.faults import Findings
from indicators.services.audit import Actor
from indicators.services.packages import PackagePart
from indicators.services.packages.parts import Definitions, StoredRows
from tracker.domain.plan_tables import PLANS, TARGETS, YEARLY_TARGETS
from tracker.queries.targets.package import plan_rows, target_rows, yearly_target_rows
from tracker.services.targets.package.plans import NewPlans, check_plans, store_plans
from tracker.services.targets.package.targets import NewTargets, check_targets, store_targets
from tracker.services.targets.package.yearly import NewYearlyTargets, check_yearly_targets, store_yearly_targets


@dataclass(frozen=True, slots=True)
class CheckedPlans:
    """The new rows of the three tables."""

    plans: NewPlans
    targets: NewTargets
    yearly: NewYearlyTargets

    def store(self, *, actor: Actor, reason: str) -> Mapping[Table, StoredRows]:
        return {
            PLANS: StoredRows(store_plans(self.plans, actor, reason), self.plans.unchanged),
            TARGETS: StoredRows(store_targets(self.targets, actor, reason), self.targets.unchanged),
            YEARLY_TARGETS: StoredRows(store_yearly_targets(self.yearly, actor, reason), self.yearly.unchanged),
        }

    def indicators_to_follow(self) -> Iterable[str]:
        targets = {row.indicator for row, _ in self.targets.rows}
        return targets | {row.indicator for row, _ in self.yearly.rows}


def check(files: Mapping[Table, Path | None], definitions: Definitions, findings: Findings) -> CheckedPlans:
    plans = check_plans(files[PLANS], definitions, findings)
    targets = check_targets(files[TARGETS], plans, definitions, findings)
    return CheckedPlans(plans, targets, check_yearly_targets(files[YEARLY_TARGETS], plans, definitions, findings))


PART = PackagePart(
    tables=(PLANS, TARGETS, YEARLY_TARGETS),
    check=check,
    rows={PLANS: plan_rows, TARGETS: target_rows, YEARLY_TARGETS: yearly_target_rows},
)
