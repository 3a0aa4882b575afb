"""From the codes of a request to the rows they name."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from indicators.models import Area, Department, Indicator, PeerGroup

M = TypeVar("M", bound=Model)

_WORDS = {
    "plan": "规划",
    "round": "评价批次",
    "indicator": "指标",
    "area": "地区",
    "area_under": "地区",
    "parent": "地区",
    "park": "园区",
    "parcel": "地块",
    "project": "项目",
    "peer_group": "比较组",
    "department": "部门",
}


class UnknownCodeError(LookupError):
    """`code` names nothing; `parameter` is where it was given."""

    def __init__(self, parameter: str, code: str) -> None:
        super().__init__(f"没有名为“{code}”的{_WORDS[parameter]}。")
        self.parameter = parameter


def indicator_named(code: str) -> Indicator:
    """The indicator with what it refers to; raises `UnknownCodeError`."""
    return _named(Indicator.objects.select_related("numerator", "denominator"), "indicator", code)


def area_named(code: str, parameter: str = "area") -> Area:
    return _named(Area.objects.all(), parameter, code)


def areas_under(code: str) -> list[int]:
    """The area and everything below it."""
    area = area_named(code, "area_under")
    return [each.pk for each in Area.objects.descendants(area, include_self=True)]


def peer_group_named(code: str) -> PeerGroup:
    return _named(PeerGroup.objects.all(), "peer_group", code)


def department_named(name: str) -> Department:
    return _named(Department.objects.all(), "department", name, field="name")


def _named(rows: QuerySet[M], parameter: str, code: str, field: str = "code") -> M:
    # PostgreSQL has no text with this character and would refuse the question.
    found = None if "\0" in code else rows.filter(**{field: code}).first()
    if found is None:
        raise UnknownCodeError(parameter, code)
    return found
