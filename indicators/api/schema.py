"""How views describe themselves in OpenAPI: from what they declare, so that the description cannot drift away."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

ERRORS = {
    400: "参数有误：unknown_parameter、repeated_parameter、invalid_…",
    401: "未登录或令牌无效",
    403: "角色无权查看",
    404: "没有所指的对象",
    406: "只能以 JSON 作答",
    429: "请求过于频繁，见 Retry-After",
    503: "暂不可用，见 Retry-After",
}


class ErrorBody(serializers.Serializer):
    """Every error, whatever its status."""

    code = serializers.CharField(help_text="稳定的代码，供程序判断")
    message = serializers.CharField(help_text="供人阅读的说明")
    detail = serializers.JSONField(allow_null=True, help_text="所涉参数等")


class DescribedByView(AutoSchema):
    """Reads `parameters`, `answer` and `is_list` from the view."""

    view: Any

    def get_override_parameters(self) -> list[Any]:
        return [OpenApiParameter(each.name, each.schema, description=each.description) for each in self.view.parameters]

    def get_request_serializer(self) -> Any:
        return getattr(self.view, "body", None)

    def get_response_serializers(self) -> Any:
        answer = self.view.answer
        others = {304: OpenApiResponse(description="自 ETag 以来没有变化")}
        others.update({status: OpenApiResponse(ErrorBody, description=text) for status, text in ERRORS.items()})
        if not self.is_list:
            return {200: OpenApiResponse(answer, description="结果"), **others}
        pages = OpenApiResponse(self._page_of(answer), description="一页；CSV 为全部行")
        return {(200, "application/json"): pages, (200, "text/csv"): str, **others}

    @property
    def is_list(self) -> bool:
        return getattr(self.view, "is_list", False)

    def _page_of(self, row: type[serializers.BaseSerializer]) -> Any:
        fields = {
            "next": serializers.URLField(allow_null=True, help_text="下一页，null 表示没有"),
            "results": row(many=True),
        }
        return inline_serializer(row.__name__.removesuffix("Row") + "Page", fields)

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False  # pages are described above, not by a pagination class

    def get_description(self) -> str:  # type: ignore[override]
        return (type(self.view).__doc__ or "").strip()

    def get_tags(self) -> list[str]:
        section = self.path.split("/")[3]
        return [section if section in ("explain", "health") else "lists"]
