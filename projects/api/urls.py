"""Addresses of what is built and which land, below /api/v1/."""

from django.urls import path

from projects.api.explain_land import LandExplanationView, ParcelExplanationView
from projects.api.explain_projects import ProjectExplanationView, SummaryExplanationView
from projects.api.land import DisposalList, LandSummary, ParcelList
from projects.api.projects import ProjectList, ProjectSummaryView

urlpatterns = [
    path("projects/", ProjectList.as_view(), name="projects"),
    path("projects/summary/", ProjectSummaryView.as_view(), name="projects-summary"),
    path("parcels/", ParcelList.as_view(), name="parcels"),
    path("disposals/", DisposalList.as_view(), name="disposals"),
    path("land/summary/", LandSummary.as_view(), name="land-summary"),
    path("explain/projects/<str:code>/<str:month>/", ProjectExplanationView.as_view(), name="explain-project"),
    path("explain/project-sums/<str:month>/", SummaryExplanationView.as_view(), name="explain-project-sums"),
    path("explain/parcels/<str:code>/", ParcelExplanationView.as_view(), name="explain-parcel"),
    path("explain/land/<str:ledger>/", LandExplanationView.as_view(), name="explain-land"),
]
