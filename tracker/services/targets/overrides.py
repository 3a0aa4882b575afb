"""An evaluator's verdict beside the computed one: both are kept, with who, when and why."""

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.choices import AuditAction
from indicators.services.audit import Actor, record
from indicators.services.calculations import bump_data_version
from tracker.choices import Verdict
from tracker.models import Target, TargetVerdict, VerdictOverride
from tracker.services.targets.keys import target_key


@transaction.atomic
def override_verdict(*, target: Target, year: int, verdict: str, reason: str, actor: Actor) -> VerdictOverride:
    """Say another verdict than the computed one; an empty `verdict` lifts what was said before.

    Raises `ValidationError`; a further override replaces the one before it, which stays on record.
    """
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": "改判须写明理由"})
    plan = target.plan
    first = (target.base_year or plan.base_year) + 1
    if not first <= year <= plan.end_year:
        raise ValidationError({"year": f"年度应在 {first} 至 {plan.end_year} 之间"})
    if verdict and verdict not in Verdict.values:
        raise ValidationError({"verdict": "没有这种判断"})
    newest = VerdictOverride.objects.select_for_update().filter(target=target, year=year).order_by("-pk").first()
    said = newest.verdict if newest else ""
    if verdict == said:
        raise ValidationError({"verdict": "与现在的改判相同" if verdict else "没有可以取消的改判"})
    stored = TargetVerdict.objects.filter(target=target, year=year).first()
    computed = stored.verdict if stored else Verdict.NOT_ASSESSED
    if verdict == computed:
        raise ValidationError({"verdict": "与系统判断相同；要取消改判请选“取消改判”"})
    made = VerdictOverride.objects.create(
        target=target,
        year=year,
        verdict=verdict,
        computed=computed,
        reason=reason,
        made_by=actor.name,
        maker=actor.user,
    )
    record(
        actor=actor,
        action=AuditAction.CHANGED,
        object_type="verdictoverride",
        object_key=f"{target_key(target)}/{year}",
        old={"verdict": said, "computed": computed},
        new={"verdict": verdict, "computed": computed},
        reason=reason,
    )
    bump_data_version()
    return made
