"""Published figures as explanations show them: with their source, and who entered them when."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta, timezone
from typing import Any

from django.http import Http404
from rest_framework import serializers

from indicators.api.observations import ObservationRow
from indicators.choices import AuditAction
from indicators.domain.formulas import Formula
from indicators.domain.numbers import plain
from indicators.domain.periods import InvalidPeriodError, Period
from indicators.models import Observation
from indicators.queries.explain import Input

BEIJING = timezone(timedelta(hours=8))  # without the summer times of 1986–1991, as the lists write moments


class FormulaRow(serializers.Serializer):
    """How one number of the answer is reached."""

    field = serializers.CharField(help_text="所解释的字段")
    words = serializers.CharField(help_text="文字说明")
    symbols = serializers.CharField(help_text="算式，空表示不作推算")


class FigureRow(ObservationRow):
    """A published figure with its source, and who entered it when."""

    superseded_at = serializers.DateTimeField(allow_null=True, help_text="被下一版本取代的时间，null 为现行")
    source = serializers.CharField(help_text="来源：数据包及其 SHA-256，或更正的理由")  # type: ignore[assignment]
    action = serializers.ChoiceField(AuditAction.choices, help_text="审计记录中的操作")
    who = serializers.CharField(help_text="操作人")
    when = serializers.DateTimeField(help_text="入库时间")


class InputRow(FigureRow):
    """A figure with what it was used as."""

    roles = serializers.ListField(child=serializers.CharField(), help_text="用途：current、year_ago、numerator 等")


def figure_row(observation: Observation) -> dict[str, Any]:
    """The content of `FigureRow`."""
    entry = observation.audit_entry
    return {
        "indicator": observation.indicator.code,
        "area": observation.area.code,
        "period": observation.period,
        "value": plain(observation.value),
        "growth": plain(observation.growth),
        "vintage": observation.vintage,
        "revision": observation.revision,
        "published_at": _moment(observation.published_at),
        "note": observation.note,
        "superseded_at": _moment(observation.superseded_at),
        "source": entry.reason,
        "action": entry.action,
        "who": entry.actor_name,
        "when": _moment(observation.recorded_at),
    }


def input_rows(inputs: Iterable[Input]) -> list[dict[str, Any]]:
    """The content of `InputRow`."""
    return [{**figure_row(each.observation), "roles": each.roles} for each in inputs]


def formula_rows(formulas: Iterable[Formula]) -> list[dict[str, str]]:
    return [asdict(formula) for formula in formulas]


def period_named(text: str) -> Period:
    """The period of an address; a text that is none has no page."""
    try:
        return Period.parse(text)
    except InvalidPeriodError as error:
        raise Http404 from error


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(BEIJING).isoformat()
