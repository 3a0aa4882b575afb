"""Addresses of what is measured, below /api/v1/."""

from django.urls import path

from indicators.api.areas import AreaList, PeerGroupList
from indicators.api.catalogue import IndicatorList
from indicators.api.explain.growth import GrowthExplanationView
from indicators.api.explain.observations import ObservationExplanationView
from indicators.api.growth import GrowthList
from indicators.api.observations import ObservationList
from indicators.api.returns.cells import ReturnCellsView
from indicators.api.returns.pages import ReturnList, ReturnPageView
from indicators.api.returns.particulars import CellParticularsView
from indicators.api.returns.submitting import SubmitReturnView

FIGURE = "<str:indicator>/<str:area>/<str:period>/"

urlpatterns = [
    path("areas/", AreaList.as_view(), name="areas"),
    path("peer-groups/", PeerGroupList.as_view(), name="peer-groups"),
    path("indicators/", IndicatorList.as_view(), name="indicators"),
    path("observations/", ObservationList.as_view(), name="observations"),
    path("growth/", GrowthList.as_view(), name="growth"),
    path("returns/", ReturnList.as_view(), name="returns"),
    path("returns/<int:pk>/", ReturnPageView.as_view(), name="return"),
    path("returns/<int:pk>/cells/", ReturnCellsView.as_view(), name="return-cells"),
    path(
        "returns/<int:pk>/cells/<str:indicator>/<str:area>/<str:measure>/",
        CellParticularsView.as_view(),
        name="return-cell",
    ),
    path("returns/<int:pk>/submit/", SubmitReturnView.as_view(), name="return-submit"),
    path(f"explain/observations/{FIGURE}", ObservationExplanationView.as_view(), name="explain-observation"),
    path(f"explain/growth/{FIGURE}", GrowthExplanationView.as_view(), name="explain-growth"),
]
