from projects.models.parcels import Disposal, Parcel
from projects.models.progress import ProjectPlan, ProjectProgress
from projects.models.projects import Project

__all__ = ["Disposal", "Parcel", "Project", "ProjectPlan", "ProjectProgress"]
