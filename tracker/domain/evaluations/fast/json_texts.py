"""JSON as text: constant words escaped once, with places left open for what differs from firm to firm."""

from collections.abc import Callable, Iterable
from json import JSONEncoder
from typing import Any

from indicators.domain.formulas import Formula

# No text of the database has this sign.
PLACE = "\0"

encoded: Callable[[Any], str] = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def escaped(text: str) -> str:
    """Without quotes; open places stay."""
    return PLACE.join(encoded(part)[1:-1] for part in text.split(PLACE))


def formula_text(formula: Formula) -> str:
    """The object of a formula; open places stay."""
    said = escaped(formula.field), escaped(formula.words), escaped(formula.symbols)
    return '{{"field":"{}","words":"{}","symbols":"{}"}}'.format(*said)


def listed(texts: Iterable[str]) -> str:
    return f"[{','.join(texts)}]"
