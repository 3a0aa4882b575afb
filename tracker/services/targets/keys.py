"""How plans and targets are named in the audit trail: by the key of their table."""

from tracker.models import Target, YearlyTarget


def target_key(target: Target) -> str:
    """`plan/indicator/area/form/measure/adopted_on`, without the day where a target has always been in force."""
    parts = (target.plan.code, target.indicator.code, target.area.code, target.form, target.measure)
    return "/".join([*parts, *([target.adopted_on.isoformat()] if target.adopted_on else [])])


def yearly_target_key(target: YearlyTarget) -> str:
    """`plan/indicator/area/year/form/measure/adopted_on`."""
    parts = (target.plan.code, target.indicator.code, target.area.code, str(target.year), target.form, target.measure)
    return "/".join([*parts, *([target.adopted_on.isoformat()] if target.adopted_on else [])])
