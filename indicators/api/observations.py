"""`observations`: the ledger."""

from typing import Any

from rest_framework import serializers

from indicators.api.lists import ListView
from indicators.api.parameters import AREA, AREA_UNDER, AS_OF, FROM, INDICATOR, PERIOD, TO, UPDATED_SINCE
from indicators.choices import Vintage
from indicators.queries.lists.observations import observation_list
from indicators.queries.lists.pages import Listing
from indicators.queries.lists.selection import FigureSelection


class ObservationRow(serializers.Serializer):
    """One published figure; value and growth belong together."""

    indicator = serializers.CharField(help_text="指标代码")
    area = serializers.CharField(help_text="地区代码")
    period = serializers.CharField(help_text="期别")
    value = serializers.CharField(allow_null=True, help_text="数值，十进制字符串，未取舍")
    growth = serializers.CharField(allow_null=True, help_text="公布增速，%")
    vintage = serializers.ChoiceField(Vintage.choices, help_text="版本；withdrawn 为已撤销，数值和增速均为 null")
    revision = serializers.IntegerField(help_text="更正次数，0 为首次发布")
    published_at = serializers.DateTimeField(help_text="发布时间，带 +08:00")
    note = serializers.CharField(help_text="说明、出处")


class ObservationList(ListView):
    """公布数台账：每个指标、地区、期别一行，取现行版本，或 as_of 当时的版本。"""

    name = "observations"
    permission = "indicators.view_observation"
    filters = (INDICATOR, AREA, AREA_UNDER, PERIOD, FROM, TO, AS_OF, UPDATED_SINCE)
    answer = ObservationRow

    def listing(self, *, as_of: Any = None, updated_since: Any = None, **selection: Any) -> Listing:
        return observation_list(FigureSelection(**selection), as_of=as_of, updated_since=updated_since)
