from tracker.models.assessments import (
    Assessment,
    AssessmentFile,
    AssessmentRule,
    TargetVerdict,
    VerdictOverride,
)
from tracker.models.bulletin_definitions import BulletinDefinition, BulletinSection, BulletinTemplate
from tracker.models.bulletin_deliveries import BulletinDelivery
from tracker.models.bulletin_runs import BulletinRun
from tracker.models.bulletins import Bulletin, BulletinContent, BulletinFile, BulletinInput
from tracker.models.enterprises import Enterprise, EnterpriseFact, EnterpriseTax
from tracker.models.evaluations import Round, Scheme, ScoreCard, ScoringRun
from tracker.models.plans import Plan, Target, YearlyTarget
from tracker.models.rankings import Ranking, RankingPlace

__all__ = [
    "Assessment",
    "AssessmentFile",
    "AssessmentRule",
    "Bulletin",
    "BulletinContent",
    "BulletinDefinition",
    "BulletinDelivery",
    "BulletinFile",
    "BulletinInput",
    "BulletinRun",
    "BulletinSection",
    "BulletinTemplate",
    "Enterprise",
    "EnterpriseFact",
    "EnterpriseTax",
    "Plan",
    "Ranking",
    "RankingPlace",
    "Round",
    "Scheme",
    "ScoreCard",
    "ScoringRun",
    "Target",
    "TargetVerdict",
    "VerdictOverride",
    "YearlyTarget",
]
