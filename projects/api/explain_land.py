"""`explain/parcels/…` and `explain/land/…`: the rules and everything read by them."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request

from indicators.api.explain.figures import FormulaRow, formula_rows
from indicators.api.views import ApiView
from indicators.choices import AuditAction
from indicators.domain.numbers import plain
from indicators.models import AuditEntry, User
from projects.api.land import ON, PARK, UNTIL, DisposalRow
from projects.choices import CountedWhen, LandLedger, ParcelStepKind
from projects.domain.counted import CountedArea, main_mode
from projects.domain.idle import idle_checks, idleness
from projects.domain.land_formulas import IDLE, LAND_METHOD, LEDGER_TOTAL, LEFT
from projects.domain.package_tables import PARCEL_STATE
from projects.domain.parcel_way import StepState, WayLine
from projects.queries.land_explained import disposal_row, explained_ledger, explained_parcel
from projects.queries.parcel_facts import state_of


class ConditionRow(serializers.Serializer):
    """One condition of the rule of idle land, in the order it is asked."""

    condition = serializers.CharField(help_text="条件")
    inputs = serializers.CharField(help_text="所据")
    holds = serializers.BooleanField(allow_null=True, help_text="是否成立；null 为缺少数据")


class CountedRow(serializers.Serializer):
    """A disposal, or what a relapse takes back of one, with the day it counts from."""

    counted_on = serializers.DateField(allow_null=True, help_text="自何日计入；null 为尚未计入")
    area_mu = serializers.CharField(help_text="亩")
    mode = serializers.CharField(help_text="处置方式")
    main_mode = serializers.CharField(help_text="主要方式")


class WayRow(serializers.Serializer):
    step = serializers.ChoiceField(ParcelStepKind.choices, help_text="步骤")
    owner = serializers.CharField(allow_null=True, help_text="责任单位")
    due_on = serializers.DateField(allow_null=True, help_text="期限")
    done_on = serializers.DateField(allow_null=True, help_text="完成日期")
    state = serializers.ChoiceField(list(StepState), help_text="状态；passed 为已经过而未记日期")
    days_late = serializers.IntegerField(help_text="逾期天数，0 为未逾期")


class EntryRow(serializers.Serializer):
    """Who entered what."""

    at = serializers.DateTimeField(help_text="时间")
    who = serializers.CharField(help_text="操作人")
    action = serializers.ChoiceField(AuditAction.choices, help_text="操作")
    object = serializers.CharField(help_text="对象")
    old = serializers.JSONField(allow_null=True, help_text="原内容")
    new = serializers.JSONField(allow_null=True, help_text="新内容")
    reason = serializers.CharField(help_text="理由")


class ParcelDisposalRow(DisposalRow):
    parcel = None  # type: ignore[assignment]  # the parcel is the one explained


class ParcelExplanationBody(serializers.Serializer):
    """A parcel on a day: idle or not and why, what is disposed of and left, and who entered it."""

    parcel = serializers.CharField(help_text="地块代码")
    name = serializers.CharField(help_text="名称")
    park = serializers.CharField(help_text="园区代码")
    ledger = serializers.ChoiceField(LandLedger.choices, help_text="台账")
    date = serializers.DateField(help_text="判定日期")
    idle = serializers.BooleanField(help_text="是否闲置")
    idle_words = serializers.CharField(help_text="判定依据")
    conditions = ConditionRow(many=True, help_text="逐条判定")
    inputs = serializers.DictField(child=serializers.CharField(allow_null=True), help_text="所据的登记事项")
    area_mu = serializers.CharField(help_text="面积，亩")
    disposed_mu = serializers.CharField(help_text="已处置面积，亩，已减去反弹")
    left_mu = serializers.CharField(help_text="剩余面积，亩")
    disposals = ParcelDisposalRow(many=True, help_text="处置及其认定文件")
    counted = CountedRow(many=True, help_text="各自何日计入盘活")
    way = WayRow(many=True, help_text="盘活进展")
    formula = FormulaRow(many=True)
    method = serializers.CharField(help_text="方法版本")
    entries = EntryRow(many=True, help_text="录入和修改记录")


class ParcelExplanationView(ApiView):
    """地块的来历：闲置与否逐条判定，处置、剩余、进展，谁在何时录入。"""

    permission = "projects.view_parcel"
    kept = False
    filters = (ON,)
    answer = ParcelExplanationBody

    def get(self, request: Request, code: str) -> HttpResponseBase:
        given = self.given(request)
        return self.conditionally(request, lambda: self.body(request, code, **given))

    def body(self, request: Request, code: str, on: Any = None) -> dict[str, Any]:
        assert isinstance(request.user, User)
        day = on or timezone.localdate()
        found = explained_parcel(request.user, code, day)
        parcel, state = found.parcel, state_of(found.parcel)
        answer = idleness(state, day)
        return {
            "parcel": parcel.code,
            "name": parcel.name,
            "park": parcel.park.code,
            "ledger": parcel.ledger,
            "date": day.isoformat(),
            "idle": answer.is_idle,
            "idle_words": answer.words,
            "conditions": [
                {"condition": each.condition, "inputs": each.inputs, "holds": each.holds}
                for each in idle_checks(state, day)
            ],
            "inputs": {name: _written(getattr(parcel, name)) for name in PARCEL_STATE},
            "area_mu": plain(parcel.area_mu),
            "disposed_mu": plain(found.disposed_mu),
            "left_mu": plain(found.left_mu),
            "disposals": [disposal_row(each) for each in found.disposals],
            "counted": counted_rows(found.counted),
            "way": [_way_row(line) for line in found.way],
            "formula": formula_rows([IDLE, LEFT]),
            "method": LAND_METHOD,
            "entries": [_entry_row(entry) for entry in found.entries],
        }


class CountingRow(serializers.Serializer):
    valid_from = serializers.DateField(help_text="自该日起认定的处置")
    counted_when = serializers.ChoiceField(CountedWhen.choices, help_text="何时计入")


class CountedParcelRow(serializers.Serializer):
    """A parcel of the ledger with its disposals."""

    parcel = serializers.CharField(help_text="地块代码")
    name = serializers.CharField(help_text="名称")
    park = serializers.CharField(help_text="园区代码")
    area_mu = serializers.CharField(help_text="面积，亩")
    disposals = ParcelDisposalRow(many=True, help_text="处置及其认定文件")
    counted = CountedRow(many=True, help_text="各自何日计入盘活")


class LandExplanationBody(serializers.Serializer):
    """A row of the summary with every parcel and disposal behind it."""

    ledger = serializers.ChoiceField(LandLedger.choices, help_text="台账；各台账不相加")
    park = serializers.CharField(allow_null=True, help_text="园区代码")
    until = serializers.DateField(allow_null=True, help_text="至该日，含当日")
    parcels = serializers.IntegerField(help_text="地块数")
    area_mu = serializers.CharField(help_text="地块面积，亩")
    disposed_mu = serializers.CharField(help_text="已处置面积，亩，已减去反弹")
    by_mode = serializers.DictField(child=serializers.CharField(), help_text="按处置方式：面积，亩")
    rules = CountingRow(many=True, help_text="计入口径；没有或更早的按认定之日计入")
    formula = FormulaRow(many=True)
    method = serializers.CharField(help_text="方法版本")
    inputs = CountedParcelRow(many=True, help_text="全部地块及其处置")


class LandExplanationView(ApiView):
    """盘活汇总的来历：一个台账的全部地块、处置、认定文件和计入日期。"""

    permission = "projects.view_parcel"
    kept = False
    filters = (PARK, UNTIL)
    answer = LandExplanationBody

    def get(self, request: Request, ledger: str) -> HttpResponseBase:
        given = self.given(request)
        return self.conditionally(request, lambda: self.body(request, ledger, **given))

    def body(self, request: Request, ledger: str, park: str | None = None, until: Any = None) -> dict[str, Any]:
        assert isinstance(request.user, User)
        if ledger not in LandLedger.values:
            raise Http404
        found = explained_ledger(request.user, ledger, park=park, until=until)
        if found is None:
            raise Http404
        return {
            "ledger": ledger,
            "park": park,
            "until": until and until.isoformat(),
            "parcels": found.total.parcels,
            "area_mu": plain(found.total.area_mu),
            "disposed_mu": plain(found.total.disposed_mu),
            "by_mode": {mode: plain(area_mu) for mode, area_mu in found.total.by_mode.items()},
            "rules": [
                {"valid_from": rule.valid_from.isoformat(), "counted_when": rule.counted_when} for rule in found.rules
            ],
            "formula": formula_rows([LEDGER_TOTAL]),
            "method": LAND_METHOD,
            "inputs": [
                {
                    "parcel": parcel.code,
                    "name": parcel.name,
                    "park": parcel.park.code,
                    "area_mu": plain(parcel.area_mu),
                    "disposals": [disposal_row(each) for each in found.disposals.get(parcel.pk, ())],
                    "counted": counted_rows(found.counted.get(parcel.pk, ())),
                }
                for parcel in found.parcels
            ],
        }


def counted_rows(areas: Iterable[CountedArea]) -> list[dict[str, Any]]:
    return [
        {
            "counted_on": each.counted_on and each.counted_on.isoformat(),
            "area_mu": plain(each.area_mu),
            "mode": each.mode,
            "main_mode": main_mode(each.mode),
        }
        for each in areas
    ]


def _way_row(line: WayLine) -> dict[str, Any]:
    return {
        "step": line.step,
        "owner": line.owner or None,
        "due_on": line.due_on and line.due_on.isoformat(),
        "done_on": line.done_on and line.done_on.isoformat(),
        "state": line.state,
        "days_late": line.days_late,
    }


def _entry_row(entry: AuditEntry) -> dict[str, Any]:
    return {
        "at": timezone.localtime(entry.at).isoformat(),
        "who": entry.actor_name,
        "action": entry.action,
        "object": f"{entry.object_type} {entry.object_key}",
        "old": entry.old,
        "new": entry.new,
        "reason": entry.reason,
    }


def _written(value: Any) -> str | None:
    """A day or an amount as the lists write them."""
    return value.isoformat() if hasattr(value, "isoformat") else plain(value)
