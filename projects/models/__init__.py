from projects.models.funding import Funding, FundingArrival
from projects.models.issues import IssueStep, ProjectIssue
from projects.models.parcels import Disposal, Parcel, ParcelStep
from projects.models.progress import ProjectPlan, ProjectProgress
from projects.models.projects import Project
from projects.models.reviews import (
    Review,
    ReviewCondition,
    ReviewOpinion,
    ReviewStep,
    ReviewTemplate,
    ReviewTemplateStep,
)
from projects.models.settings import DispatchRule, LandIndicator, LandSetting
from projects.models.stages import Milestone, Preliminary, ProjectDocument, StageChange

__all__ = [
    "DispatchRule",
    "Disposal",
    "Funding",
    "FundingArrival",
    "IssueStep",
    "LandIndicator",
    "LandSetting",
    "Milestone",
    "Parcel",
    "ParcelStep",
    "Preliminary",
    "Project",
    "ProjectDocument",
    "ProjectIssue",
    "ProjectPlan",
    "ProjectProgress",
    "Review",
    "ReviewCondition",
    "ReviewOpinion",
    "ReviewStep",
    "ReviewTemplate",
    "ReviewTemplateStep",
    "StageChange",
]
