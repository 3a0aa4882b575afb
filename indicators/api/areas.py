"""`areas` and `peer-groups`: who is measured, and with whom it is compared."""

from collections.abc import Iterable, Sequence
from typing import Any

from rest_framework import serializers

from indicators.api.lists import ListView, Row
from indicators.api.parameters import AREA, AREA_UNDER, ON, Parameter, choice
from indicators.choices import AreaKind
from indicators.queries.lists.areas import area_list, peer_group_list
from indicators.queries.lists.pages import Listing

KIND = choice("kind", "类别", AreaKind.values)
CODE = Parameter(name="code", keyword="area", description="地区代码，同 area")
PARENT = Parameter(name="parent", description="直接上级的地区代码")
GROUP = Parameter(name="group", keyword="peer_group", description="比较组代码")
MEMBER = Parameter(name="area", description="地区代码，取它所在的比较组")


class AreaRow(serializers.Serializer):
    """An area; empty ends of its validity are open."""

    code = serializers.CharField(help_text="地区代码")
    name = serializers.CharField(help_text="名称")
    kind = serializers.ChoiceField(AreaKind.choices, help_text="类别")
    parent = serializers.CharField(allow_null=True, help_text="上级地区代码")  # type: ignore[assignment]
    valid_from = serializers.DateField(allow_null=True, help_text="启用日")
    valid_until = serializers.DateField(allow_null=True, help_text="停用日，当日仍有效")
    succeeds = serializers.CharField(allow_null=True, help_text="所承接地区的代码：数列接续被承接地区")

    def get_fields(self) -> dict[str, serializers.Field]:
        text = serializers.CharField(allow_null=True, help_text="分类，如园区的类别")
        return {**super().get_fields(), "class": text}  # a word of Python, no name of an attribute


class MemberRow(serializers.Serializer):
    """One area's membership for one span of time."""

    area = serializers.CharField(help_text="地区代码")
    valid_from = serializers.DateField(allow_null=True, help_text="加入日")
    valid_until = serializers.DateField(allow_null=True, help_text="退出日，当日仍是成员")


class PeerGroupRow(serializers.Serializer):
    """Areas that are ranked with one another."""

    group = serializers.CharField(help_text="比较组代码")
    name = serializers.CharField(help_text="名称")
    members = MemberRow(many=True)


class AreaList(ListView):
    """地区目录。"""

    name = "areas"
    permission = "indicators.view_area"
    filters = (AREA, AREA_UNDER, CODE, KIND, PARENT)
    answer = AreaRow

    def listing(self, **given: Any) -> Listing:
        return area_list(**given)


class PeerGroupList(ListView):
    """比较组及其成员；CSV 每个成员一行。"""

    name = "peer-groups"
    permission = "indicators.view_peergroup"
    filters = (GROUP, MEMBER, ON)
    answer = PeerGroupRow

    def listing(self, **given: Any) -> Listing:
        return peer_group_list(**given)

    @property
    def header(self) -> Sequence[str]:
        return ("group", "name", *MemberRow().fields)

    def cells(self, row: Row) -> Iterable[Sequence[object]]:
        for member in row["members"]:
            yield (row["group"], row["name"], *member.values())
