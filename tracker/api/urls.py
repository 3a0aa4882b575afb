"""Addresses of whether we are getting there, below /api/v1/."""

from django.urls import path

from tracker.api.bulletins import BulletinFileView, BulletinList
from tracker.api.evaluations.facts import FactList
from tracker.api.evaluations.rounds import RoundList, RoundView
from tracker.api.evaluations.scorecards import ScoreCardExplanationView, ScoreCardList
from tracker.api.explain import RankingExplanationView
from tracker.api.explain_targets import TargetExplanationView
from tracker.api.plans import AssessmentList, PlanList, TargetList
from tracker.api.rankings import RankingList

CARD = "<str:round>/<str:enterprise>/"
RANKING = "<str:indicator>/<str:period>/<str:peer_group>/<str:basis>/"
TARGET = "<str:plan>/<str:indicator>/<str:area>/<str:form>/<str:measure>/<str:year>/"

urlpatterns = [
    path("bulletins/", BulletinList.as_view(), name="bulletins"),
    path("bulletins/<int:pk>/files/<str:format>/", BulletinFileView.as_view(), name="bulletin-file"),
    path("evaluations/", RoundList.as_view(), name="evaluations"),
    path("evaluations/<str:round>/", RoundView.as_view(), name="evaluation"),
    path("evaluations/<str:round>/facts/", FactList.as_view(), name="facts"),
    path("evaluations/<str:round>/scorecards/", ScoreCardList.as_view(), name="scorecards"),
    path(
        "explain/evaluations/<str:round>/<str:enterprise>/",
        ScoreCardExplanationView.as_view(),
        name="explain-scorecard",
    ),
    path("plans/", PlanList.as_view(), name="plans"),
    path("plans/<str:plan>/targets/", TargetList.as_view(), name="targets"),
    path("plans/<str:plan>/assessment/", AssessmentList.as_view(), name="assessment"),
    path("rankings/", RankingList.as_view(), name="rankings"),
    path(f"explain/targets/{TARGET}", TargetExplanationView.as_view(), name="explain-target"),
    path(f"explain/rankings/{RANKING}", RankingExplanationView.as_view(), name="explain-ranking"),
]
