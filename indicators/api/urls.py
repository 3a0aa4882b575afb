"""Addresses of what is measured, below /api/v1/."""

from django.urls import path

from indicators.api.areas import AreaList, PeerGroupList
from indicators.api.catalogue import IndicatorList
from indicators.api.explain.growth import GrowthExplanationView
from indicators.api.explain.observations import ObservationExplanationView
from indicators.api.growth import GrowthList
from indicators.api.observations import ObservationList

FIGURE = "<str:indicator>/<str:area>/<str:period>/"

urlpatterns = [
    path("areas/", AreaList.as_view(), name="areas"),
    path("peer-groups/", PeerGroupList.as_view(), name="peer-groups"),
    path("indicators/", IndicatorList.as_view(), name="indicators"),
    path("observations/", ObservationList.as_view(), name="observations"),
    path("growth/", GrowthList.as_view(), name="growth"),
    path(f"explain/observations/{FIGURE}", ObservationExplanationView.as_view(), name="explain-observation"),
    path(f"explain/growth/{FIGURE}", GrowthExplanationView.as_view(), name="explain-growth"),
]
