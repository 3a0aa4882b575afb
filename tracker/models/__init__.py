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
from tracker.models.evaluations import Round, Scheme, ScoreCard, ScoreGroup, ScoringRun
from tracker.models.fact_files import EnterpriseAlias, FactDuty, FactFile, UnmatchedRow
from tracker.models.plans import Plan, Target, YearlyTarget
from tracker.models.project_links import ParcelFirm, PlanProject
from tracker.models.rankings import Ranking, RankingPlace
from tracker.models.roll_ups import RollUp

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
    "EnterpriseAlias",
    "EnterpriseFact",
    "EnterpriseTax",
    "FactDuty",
    "FactFile",
    "ParcelFirm",
    "Plan",
    "PlanProject",
    "Ranking",
    "RankingPlace",
    "RollUp",
    "Round",
    "Scheme",
    "ScoreCard",
    "ScoreGroup",
    "ScoringRun",
    "Target",
    "TargetVerdict",
    "UnmatchedRow",
    "VerdictOverride",
    "YearlyTarget",
]
