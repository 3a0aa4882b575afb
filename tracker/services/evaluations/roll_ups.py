"""Sums of a published round in the ledger, and the settings that say which."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.domain.kinds import Frequency, Kind
from indicators.services.audit import Actor
from indicators.services.observations import Published, publish_figures
from indicators.services.records import delete_record, save_record
from tracker.domain.evaluations.facts import Quantity
from tracker.models import RollUp, Round
from tracker.queries.evaluations.roll_ups import figures_to_publish

SUMMED_KINDS = frozenset({Kind.STOCK, Kind.FLOW, Kind.FLOW_YTD})


def publish_roll_ups(*, round: Round, actor: Actor) -> Published:
    """Publish the sums that the ledger does not hold yet; part of publishing the round."""
    figures = figures_to_publish(round, timezone.localtime())
    return publish_figures(figures=figures, actor=actor, reason=f"评价批次 {round.code} 发布")


@transaction.atomic
def save_roll_up(*, roll_up: RollUp, actor: Actor, reason: str = "") -> None:
    """Create or change one setting; what was published stays. Raises `ValidationError` with every fault."""
    if faults := _faults_of(roll_up):
        raise ValidationError(faults)
    save_record(instance=roll_up, key=roll_up_key(roll_up), actor=actor, reason=reason, fixed=["indicator"])


def delete_roll_up(*, roll_up: RollUp, actor: Actor, reason: str = "") -> None:
    """No more sums go to the indicator; what was published stays."""
    delete_record(instance=roll_up, key=roll_up_key(roll_up), actor=actor, reason=reason)


def roll_up_key(roll_up: RollUp) -> str:
    return roll_up.indicator.code


def _faults_of(roll_up: RollUp) -> dict[str, str]:
    faults = {}
    if roll_up.quantity not in list(Quantity):
        faults["quantity"] = f"没有名为“{roll_up.quantity}”的数据"
    if roll_up.indicator.frequency != Frequency.YEAR:
        faults["indicator"] = "评价按年汇总，指标的频率须为年"
    elif roll_up.indicator.kind not in SUMMED_KINDS:
        faults["indicator"] = "合计数只能进入累计量、当期量或时点量指标；比率由指标目录中的分子、分母算出"
    return faults
