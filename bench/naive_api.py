"""The peer of `bench.api`: the same list the way the tutorial of Django REST framework writes it."""

from django.contrib import admin
from django.urls import path
from rest_framework import generics, pagination, serializers

from indicators.api.throttling import RateThrottle
from indicators.domain.moments import parse_moment
from indicators.models import Observation


class ObservationSerializer(serializers.ModelSerializer):
    indicator = serializers.SlugRelatedField("code", read_only=True)
    area = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Observation
        fields = (
            *("indicator", "area", "period", "value", "growth"),
            *("vintage", "revision", "published_at", "note"),
        )


class ObservationPages(pagination.CursorPagination):
    page_size = 1_000
    ordering = ("indicator_id", "area_id", "period")


class ObservationViews(generics.ListAPIView):
    serializer_class = ObservationSerializer
    pagination_class = ObservationPages
    throttle_classes = (RateThrottle,)
    queryset = Observation.objects.current().select_related("indicator", "area")

    def get_queryset(self):
        rows = super().get_queryset()
        since = self.request.query_params.get("updated_since")
        return rows.filter(recorded_at__gte=parse_moment(since)) if since else rows


urlpatterns = [path("api/v1/observations/", ObservationViews.as_view()), path("admin/", admin.site.urls)]
