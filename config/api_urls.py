"""Addresses below /api/: version 1, its schema and its documentation; whatever else is asked for is not there."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.exceptions import NotAuthenticated

from config.health import LiveView, ReadyView
from indicators.api.errors import unmatched
from indicators.api.throttling import RateThrottle


class DocumentationView(SpectacularSwaggerView):
    """The documentation in a browser; who is not signed in is led to the login."""

    throttle_classes = (RateThrottle,)

    def handle_exception(self, exception: Exception) -> Any:
        if isinstance(exception, NotAuthenticated):
            return redirect_to_login(self.request.get_full_path())
        return super().handle_exception(exception)


version_1: list[URLPattern | URLResolver] = [
    path("health/live/", LiveView.as_view(), name="live"),
    path("health/ready/", ReadyView.as_view(), name="ready"),
    path("", include("indicators.api.urls")),
    path("", include("projects.api.urls")),
    path("", include("tracker.api.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", include(version_1)),
    path("schema/", SpectacularAPIView.as_view(throttle_classes=[RateThrottle]), name="schema"),
    path("docs/", DocumentationView.as_view(url_name="schema"), name="docs"),
    re_path(r"", unmatched),
]
