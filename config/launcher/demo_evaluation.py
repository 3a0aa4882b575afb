"""The evaluation of the demo: two years published with their sums, a third that is still collected."""

from decimal import Decimal

from indicators.models import Indicator
from indicators.services.audit import Actor
from tracker.models import RollUp, Round
from tracker.services.evaluations.duties import ensure_demo_duties
from tracker.services.evaluations.roll_ups import save_roll_up
from tracker.services.evaluations.rounds import finalise_round, lock_round, publish_round
from tracker.services.evaluations.scoring import score_round

ROLL_UPS = (("tax", "EVAL_TAX"), ("land", "EVAL_LAND"))
PUBLISHED, OPEN = ("XT-2022", "XT-2023"), "XT-2024"
FINAL = "XT-2022"


def create_demo_evaluation(*, actor: Actor) -> None:
    """Score every round, and publish what is over; `OPEN` stays provisional, to try the way."""
    for quantity, code in ROLL_UPS:
        roll_up = RollUp(quantity=quantity, indicator=Indicator.objects.get(code=code), divisor=Decimal(1))
        save_roll_up(roll_up=roll_up, actor=actor)
    rounds = Round.objects.in_bulk([*PUBLISHED, OPEN], field_name="code")
    for code in PUBLISHED:
        lock_round(round=rounds[code], actor=actor)
        score_round(round=rounds[code], actor=actor)
        publish_round(round=rounds[code], actor=actor)
    finalise_round(round=rounds[FINAL], actor=actor)
    score_round(round=rounds[OPEN], actor=actor)
    ensure_demo_duties(actor=actor)
