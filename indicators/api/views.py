"""What every address of the API has in common: reading only, one permission, strict parameters, entity tags."""

import json
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from indicators.api.caching import bodies, entity_tag, not_modified, not_to_keep, tagged
from indicators.api.negotiation import JsonAlone
from indicators.api.parameters import Parameter, read_parameters
from indicators.api.permissions import HoldsPermission
from indicators.api.schema import DescribedByView
from indicators.api.throttling import RateThrottle

JSON = "application/json"
to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class ApiView(APIView):
    """Views name their `permission`, their `filters`, and the serializer that describes their `answer`."""

    permission: ClassVar[str] = ""
    filters: ClassVar[Sequence[Parameter]] = ()
    answer: ClassVar[type[BaseSerializer]]
    is_list: ClassVar[bool] = False
    kept: ClassVar[bool] = True  # whether an answer holds for every account until published data change
    dated: ClassVar[bool] = False  # whether an answer may be another one tomorrow
    http_method_names = ["get", "head", "options"]
    permission_classes = [IsAuthenticated, HoldsPermission]
    throttle_classes = [RateThrottle]
    content_negotiation_class = JsonAlone
    schema = DescribedByView()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        try:
            super().initial(request, *args, **kwargs)
        except (exceptions.NotAuthenticated, exceptions.AuthenticationFailed):
            self.check_throttles(request)  # guessing tokens is counted, too
            raise

    @property
    def parameters(self) -> Sequence[Parameter]:
        """All that the address takes."""
        return self.filters

    def given(self, request: Request) -> dict[str, Any]:
        """The parameters of the request, by keyword."""
        return read_parameters(request.query_params, self.parameters)

    def tag(self, request: Request) -> str:
        return entity_tag(request, timezone.localdate() if self.dated else None)

    def conditionally(self, request: Request, make: Callable[[], Any]) -> HttpResponseBase:
        """304, the body kept from before, or a new one of what `make` returns."""
        if not self.kept:
            return not_to_keep(HttpResponse(to_json(make()), content_type=JSON))
        tag = self.tag(request)
        if (unchanged := not_modified(request, tag)) is not None:
            return unchanged
        body = bodies.get(tag)
        if body is None:
            body = to_json(make()).encode()
            bodies.put(tag, body)
        return tagged(HttpResponse(body, content_type=JSON), tag)
