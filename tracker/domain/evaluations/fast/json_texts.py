"""JSON as text, as the database takes it."""

from collections.abc import Callable, Iterable
from json import JSONEncoder
from typing import Any

encoded: Callable[[Any], str] = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def listed(texts: Iterable[str]) -> str:
    return f"[{','.join(texts)}]"
