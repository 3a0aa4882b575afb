"""Query parameters, read strictly: an unknown, repeated or malformed one is refused by its name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import QueryDict

from indicators.api.errors import ApiError
from indicators.domain.moments import parse_as_of, parse_date, parse_moment
from indicators.domain.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """`name` in the query, `keyword` in the code; `read` turns the text into a value or raises `ValueError`.

    `schema` is its OpenAPI schema.
    """

    name: str
    description: str
    keyword: str = ""
    read: Callable[[str], Any] = str
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})

    @property
    def target(self) -> str:
        return self.keyword or self.name


def read_parameters(query: QueryDict, known: Sequence[Parameter]) -> dict[str, Any]:
    """The values given, by keyword."""
    by_name = {parameter.name: parameter for parameter in known}
    given = {}
    for name, values in query.lists():
        if name not in by_name:
            message = f"没有名为“{name[:50]}”的参数，可用：{'、'.join(by_name) or '无'}。"
            raise ApiError(400, "unknown_parameter", message, parameter=name[:50], known=list(by_name))
        parameter = by_name[name]
        if len(values) > 1 or parameter.target in given:  # two names may mean the same
            raise ApiError(400, "repeated_parameter", f"参数 {name} 只能给出一次。", parameter=name)
        given[parameter.target] = _read(parameter, str(values[0]))
    return given


def _read(parameter: Parameter, text: str) -> Any:
    try:
        if "\0" in text:  # PostgreSQL has no such character
            raise ValueError("不能含有空字符")
        return parameter.read(text)
    except ValueError as error:
        message = f"参数 {parameter.name} 有误：{error}"
        raise ApiError(400, f"invalid_{parameter.name}", message, parameter=parameter.name) from error


def _whole_number(first: int, last: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) or not first <= int(text) <= last:
            raise ValueError(f"应为 {first} 至 {last} 的整数")
        return int(text)

    return read


def _one_of(words: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"应为 {'、'.join(words)} 之一")
        return text

    return read


def _moment_with_plus(read: Callable[[str], datetime]) -> Callable[[str], datetime]:
    # An offset written +08:00 without percent-encoding arrives with a blank, which no moment has.
    return lambda text: read(text.replace(" ", "+"))


def number(name: str, description: str, *, first: int, last: int, default: int | None = None) -> Parameter:
    """A whole number between `first` and `last`."""
    schema: dict[str, Any] = {"type": "integer", "minimum": first, "maximum": last}
    if default is not None:
        schema["default"] = default
    return Parameter(name=name, description=description, read=_whole_number(first, last), schema=schema)


def choice(name: str, description: str, words: Sequence[str]) -> Parameter:
    """One of a few words."""
    schema = {"type": "string", "enum": list(words)}
    return Parameter(name=name, description=description, read=_one_of(words), schema=schema)


def _period(name: str, keyword: str, description: str) -> Parameter:
    schema = {"type": "string", "example": "2024-Q2"}
    return Parameter(name=name, keyword=keyword, description=description, read=Period.parse, schema=schema)


def _day(name: str, keyword: str, description: str) -> Parameter:
    def read(text: str) -> date:
        return parse_date(text)

    schema = {"type": "string", "format": "date"}
    return Parameter(name=name, keyword=keyword, description=description, read=read, schema=schema)


INDICATOR = Parameter(name="indicator", description="指标代码")
AREA = Parameter(name="area", description="地区代码，只取该地区")
AREA_UNDER = Parameter(name="area_under", description="地区代码，取该地区及其全部下级")
PEER_GROUP = Parameter(name="peer_group", description="比较组代码")
PERIOD = _period("period", "period", "期别：2024、2024-Q2 或 2024-09")
FROM = _period("from", "start", "自该期别起（含），按期别的日期比较")
TO = _period("to", "end", "至该期别止（含），按期别的日期比较")
ON = _day("date", "day", "只取在该日有效的成员")
AS_OF = Parameter(
    name="as_of",
    description="截至该时刻已发布的版本；只写日期指该日终了（北京时间）",
    read=_moment_with_plus(parse_as_of),
    schema={"type": "string", "example": "2016-12-31"},
)
UPDATED_SINCE = Parameter(
    name="updated_since",
    description="自该时刻起入库的行；只写日期指该日 0 时（北京时间）。入库到可见可能相隔数秒，续读时请与上次重叠几分钟",
    read=_moment_with_plus(parse_moment),
    schema={"type": "string", "example": "2024-01-18T10:00:00+08:00"},
)
FORMAT = choice("format", "json（默认，分页）或 csv（全部行）", ["json", "csv"])
