"""Addresses: the admin at /admin/, the API at /api/v1/."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(url="/admin/")),
    path("admin/", admin.site.urls),
    path("api/", include("config.api_urls")),
]

# Also where no view of the API is reached, the API answers in its own form.
handler400 = "indicators.api.errors.bad_request"
handler404 = "indicators.api.errors.page_not_found"
handler500 = "indicators.api.errors.server_error"
