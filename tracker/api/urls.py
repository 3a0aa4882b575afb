"""Addresses of whether we are getting there, below /api/v1/."""

from django.urls import path

from tracker.api.bulletins import BulletinFileView, BulletinList
from tracker.api.explain import RankingExplanationView
from tracker.api.rankings import RankingList

RANKING = "<str:indicator>/<str:period>/<str:peer_group>/<str:basis>/"

urlpatterns = [
    path("bulletins/", BulletinList.as_view(), name="bulletins"),
    path("bulletins/<int:pk>/files/<str:format>/", BulletinFileView.as_view(), name="bulletin-file"),
    path("rankings/", RankingList.as_view(), name="rankings"),
    path(f"explain/rankings/{RANKING}", RankingExplanationView.as_view(), name="explain-ranking"),
]
