"""Reading a JSON object written by hand: faults are kept with their path, a stand-in takes the faulty value's place."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeVar

from indicators.domain.numbers import InvalidNumberError, parse_decimal
from tracker.domain.evaluations.scheme_faults import SchemeFaults

E = TypeVar("E", bound=StrEnum)


class Absent:
    """Stands where a key has no default and so has to be written."""


REQUIRED: Final = Absent()


class JsonObject:
    """An object at `path`. Keys outside `known` are faults; the others are checked as they are asked for."""

    def __init__(self, raw: object, path: str, faults: SchemeFaults, known: tuple[str, ...]) -> None:
        self.path = path
        self.faults = faults
        self.is_object = isinstance(raw, Mapping)
        self._raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        if not self.is_object:
            faults.add(path, "not_an_object", "这里应是一个 JSON 对象 {…}")
        for key in self._raw:
            if key not in known:
                faults.add(self.at(str(key)), "unknown_key", f"不认识的键“{key}”，这里可用：{'、'.join(known)}")

    def at(self, key: str) -> str:
        """The path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, code: str, message: str) -> None:
        self.faults.add(self.at(key), code, message)

    def is_clean(self, key: str) -> bool:
        return not self.faults.touch(self.at(key))

    def raw(self, key: str, default: object = REQUIRED) -> object:
        """What stands there; REQUIRED, and a fault, where nothing does and something has to."""
        if key in self._raw:
            return self._raw[key]
        if default is REQUIRED and self.is_object:
            self.fault(key, "required", f"缺少“{key}”")
        return default

    def text(self, key: str, default: str | Absent = REQUIRED) -> str:
        """A text that is not blank."""
        found = self.raw(key, default)
        if isinstance(found, str) and (found.strip() or found == default):
            return found
        if found is not REQUIRED:
            self.fault(key, "not_a_text", "这里应是不为空的文本")
        return ""

    def flag(self, key: str, default: bool) -> bool:
        found = self.raw(key, default)
        if not isinstance(found, bool):
            self.fault(key, "not_a_flag", "这里应是 true 或 false")
            return default
        return found

    def whole(self, key: str, at_least: int, at_most: int, default: int | Absent = REQUIRED) -> int:
        """A JSON integer within bounds."""
        found = self.raw(key, default)
        if isinstance(found, int) and not isinstance(found, bool) and at_least <= found <= at_most:
            return found
        if found is not REQUIRED:
            self.fault(key, "not_a_whole_number", f"这里应是 {at_least} 至 {at_most} 的整数，不加引号")
        return at_least

    def choice(self, key: str, choices: type[E]) -> E:
        found = self.raw(key)
        for choice in choices:
            if found == choice.value:
                return choice
        if found is not REQUIRED:
            self.fault(key, "not_a_choice", f"应是以下之一：{'、'.join(choices)}")
        return next(iter(choices))

    def number(self, key: str, default: Decimal | Absent = REQUIRED) -> Decimal:
        """A plain decimal, as a text."""
        found = self.raw(key, default)
        if isinstance(found, Decimal):
            return found
        return Decimal(1) if found is REQUIRED else self._parsed(key, found)

    def number_or_none(self, key: str, default: Decimal | Absent | None) -> Decimal | None:
        """A plain decimal as a text, or null."""
        found = self.raw(key, default)
        if found is None or isinstance(found, Decimal):
            return found
        return None if found is REQUIRED else self._parsed(key, found)

    def _parsed(self, key: str, found: object) -> Decimal:
        if not isinstance(found, str):
            self.fault(key, "not_a_number", '数字须写成文本，如 "24.097"')
            return Decimal(1)
        try:
            return parse_decimal(found)
        except InvalidNumberError as error:
            self.fault(key, error.code, str(error))
            return Decimal(1)

    def elements(self, key: str, default: list[Any] | Absent = REQUIRED) -> list[Any]:
        """A list; where it is written, it holds something."""
        found = self.raw(key, default)
        if isinstance(found, list) and (found or found == default):
            return found
        if found is not REQUIRED:
            self.fault(key, "not_a_list", "这里应是不为空的列表 […]")
        return []

    def objects(
        self, key: str, known: tuple[str, ...], default: list[Any] | Absent = REQUIRED
    ) -> Iterator["JsonObject"]:
        """The objects of a list."""
        for place, raw in enumerate(self.elements(key, default)):
            yield JsonObject(raw, f"{self.at(key)}[{place}]", self.faults, known)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none blank and none twice; without the key, none."""
        found: list[str] = []
        for place, text in enumerate(self.elements(key, [])):
            path = f"{key}[{place}]"
            if not isinstance(text, str) or not text.strip():
                self.fault(path, "not_a_text", "这里应是不为空的文本")
            elif text in found:
                self.fault(path, "twice", f"“{text}”重复")
            else:
                found.append(text)
        return tuple(found)
