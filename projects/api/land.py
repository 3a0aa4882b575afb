"""`parcels`, `disposals` and `land/summary`. Areas 亩."""

from collections.abc import Iterable, Sequence
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.links import ExplanationLinks
from indicators.api.lists import ListView, Row
from indicators.api.parameters import AREA_UNDER, Parameter, choice, number
from indicators.domain.moments import parse_date
from indicators.models import User
from indicators.queries.lists.pages import Listing, Record, Rows
from projects.choices import LandLedger
from projects.queries.land_lists import disposal_list, land_summary, parcel_list

DAY = {"type": "string", "format": "date"}
PARK = Parameter(name="park", description="园区代码")
LEDGER = choice("ledger", "台账", LandLedger.values)
ON = Parameter(name="date", keyword="on", description="按该日判定是否闲置，默认今天", read=parse_date, schema=DAY)
PARCEL = Parameter(name="parcel", description="地块代码")
MODE = Parameter(name="mode", description="处置方式")
YEAR = number("year", "认定年度", first=1949, last=2100)
UNTIL = Parameter(
    name="until",
    description="至该日计入的处置，含当日；计入之日为认定之日，另有口径的从其口径",
    read=parse_date,
    schema=DAY,
)


class ParcelRow(serializers.Serializer):
    """A parcel, and whether it is idle on the day asked for."""

    code = serializers.CharField(help_text="代码")
    park = serializers.CharField(help_text="园区代码")
    name = serializers.CharField(help_text="名称")
    ledger = serializers.ChoiceField(LandLedger.choices, help_text="台账")
    area_mu = serializers.CharField(help_text="面积，亩")
    holder = serializers.CharField(allow_null=True, help_text="使用权人")
    agreed_start = serializers.DateField(allow_null=True, help_text="约定动工日期")
    started_on = serializers.DateField(allow_null=True, help_text="动工日期")
    due_mu = serializers.CharField(allow_null=True, help_text="应动工面积，亩")
    developed_mu = serializers.CharField(allow_null=True, help_text="已动工面积，亩")
    invested_share = serializers.CharField(allow_null=True, help_text="已投资比例，%")
    stopped_on = serializers.DateField(allow_null=True, help_text="停工日期")
    idle = serializers.BooleanField(help_text="是否闲置")
    idle_words = serializers.CharField(help_text="判定依据")
    explain = serializers.URLField(help_text="追溯：逐条判定、处置及认定文件")


class ParcelList(ListView):
    """该账号地区内的地块，并按日期判定是否闲置。"""

    name = "parcels"
    permission = "projects.view_parcel"
    kept = False
    filters = (PARK, AREA_UNDER, LEDGER, ON)
    answer = ParcelRow

    def listing(self, **given: Any) -> Listing:
        assert isinstance(self.request.user, User)
        return parcel_list(self.request.user, **given)

    def finish(self, request: Request, records: Iterable[Record], given: dict[str, Any]) -> None:
        links = ExplanationLinks(request, "explain-parcel", 1)
        suffix = f"?date={given['on'].isoformat()}" if "on" in given else ""
        for record in records:
            record.row["explain"] = links.to(record.row["code"]) + suffix


class DisposalRow(serializers.Serializer):
    """A disposal confirmed by a document."""

    parcel = serializers.CharField(help_text="地块代码")
    confirmed_on = serializers.DateField(help_text="认定日期")
    area_mu = serializers.CharField(help_text="处置面积，亩；反弹为负")
    mode = serializers.CharField(help_text="处置方式")
    document = serializers.CharField(help_text="认定文件")
    reason = serializers.CharField(allow_null=True, help_text="原因")


class DisposalList(ListView):
    """该账号地区内地块的盘活处置。"""

    name = "disposals"
    permission = "projects.view_disposal"
    kept = False
    filters = (PARCEL, MODE, PARK, YEAR)
    answer = DisposalRow

    def listing(self, **given: Any) -> Listing:
        assert isinstance(self.request.user, User)
        return disposal_list(self.request.user, **given)


class LedgerRow(serializers.Serializer):
    """One ledger alone."""

    ledger = serializers.ChoiceField(LandLedger.choices, help_text="台账；各台账不相加")
    parcels = serializers.IntegerField(help_text="地块数")
    area_mu = serializers.CharField(help_text="地块面积，亩")
    disposed_mu = serializers.CharField(help_text="已处置面积，亩，已减去反弹")
    by_mode = serializers.DictField(child=serializers.CharField(), help_text="按处置方式：面积，亩")


class LandSummary(ListView):
    """该账号地区内各台账的盘活情况；CSV 每种处置方式一行。"""

    name = "land-summary"
    permission = "projects.view_parcel"
    kept = False
    filters = (PARK, UNTIL)
    answer = LedgerRow

    def listing(self, **given: Any) -> Rows:
        assert isinstance(self.request.user, User)
        return land_summary(self.request.user, **given)

    @property
    def header(self) -> Sequence[str]:
        return ("ledger", "parcels", "area_mu", "disposed_mu", "mode", "mode_area_mu")

    def cells(self, row: Row) -> Iterable[Sequence[object]]:
        *head, by_mode = row.values()
        for mode, area_mu in (by_mode or {None: None}).items():
            yield (*head, mode, area_mu)
