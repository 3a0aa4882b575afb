"""The addresses of the product and a view with a defect, to see what a client is told of one."""

from django.http import HttpResponse
from django.urls import path
from rest_framework.request import Request

from config.urls import handler400, handler404, handler500
from config.urls import urlpatterns as product
from indicators.api.areas import AreaRow
from indicators.api.views import ApiView

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


class DefectiveView(ApiView):
    """A view that fails."""

    permission = "indicators.view_area"
    answer = AreaRow

    def get(self, request: Request) -> HttpResponse:
        raise ZeroDivisionError("a secret of the inside")


def defective_function(request: object) -> HttpResponse:
    raise ZeroDivisionError("a secret of the inside")


urlpatterns = [
    path("api/v1/defective/", DefectiveView.as_view()),
    path("api/v1/defective-outside/", defective_function),
    *product,
]
