"""The items of a batch of cards as they are stored and explained: words once an item and group, numbers a firm."""

from indicators.domain.numbers import plain, plain_six
from tracker.domain.evaluations.explain import (
    baseline_formulas,
    change_text,
    item_formula,
    missing_formula,
    ratio_text,
)
from tracker.domain.evaluations.fast.columns import Texts
from tracker.domain.evaluations.fast.decimals import six_texts
from tracker.domain.evaluations.fast.item_scores import ItemColumn
from tracker.domain.evaluations.fast.json_texts import PLACE, encoded, formula_text
from tracker.domain.evaluations.fast.ratios import Ratios, Sides
from tracker.domain.evaluations.fast.variants import VARIANTS
from tracker.domain.evaluations.item_scores import limit_note, missing_note
from tracker.domain.evaluations.notes import Gap, Note
from tracker.domain.evaluations.scheme import BaselineKind

NULL = "null"


class ItemTexts:
    """One item of a batch of cards, rows of the group: `scores`, and its JSON and formulas when they are asked for."""

    def __init__(self, column: ItemColumn, batch: slice) -> None:
        self._column, self._batch = column, batch
        self._codes = column.notes[batch].tolist()
        self._notes = {code: _note(column, code) for code in set(self._codes)}
        self.scores = six_texts(column.scores[batch])

    def items(self) -> list[str]:
        """One entry of `card_storage.items_to_json` a card."""
        item, ratios, batch = self._column.item, self._column.ratios, self._batch
        head = f'{{"item":{encoded(item.code)},"name":{encoded(item.name)},"numerator":'
        middle = f',"baseline":{encoded(_baseline(self._column))},"weight":{encoded(plain(item.weight))},"score":"'
        tails = {code: f'","note":{encoded(note.words if note else None)}}}' for code, note in self._notes.items()}
        last_years = [NULL] * len(self.scores) if ratios.before is None else _pairs(ratios.before, batch)
        above, below = _json_numbers(ratios.now.above.texts[batch]), _json_numbers(ratios.now.below.texts[batch])
        texts = above, below, last_years, _json_values(ratios, batch), self.scores, self._codes
        return [
            f'{head}{a},"denominator":{b},"last_year":{last_year},"value":{value}{middle}{score}{tails[code]}'
            for a, b, last_year, value, score, code in zip(*texts, strict=True)
        ]

    def formulas(self) -> list[str]:
        """What explains the item, one text a card, of one or two objects."""
        parts = {code: _parts(self._column, code, note) for code, note in self._notes.items()}
        around = (parts[code] for code in self._codes)
        return [
            f"{first}{value if between else ''}{between}{score}{last}"
            for (first, between, last), value, score in zip(
                around, _values(self._column.ratios, self._batch), self.scores, strict=True
            )
        ]


def _note(column: ItemColumn, code: int) -> Note | None:
    variant = VARIANTS[code]
    if variant is None:
        return None
    return missing_note(column.item, variant, column.stand_in) if isinstance(variant, Gap) else limit_note(variant)


def _baseline(column: ItemColumn) -> str | None:
    baseline = column.yardstick.baseline
    return plain(baseline) if column.yardstick.kind is BaselineKind.FIXED else plain_six(baseline)


def _pairs(sides: Sides, batch: slice) -> list[str]:
    above, below = _json_numbers(sides.above.texts[batch]), _json_numbers(sides.below.texts[batch])
    return [f"[{a},{b}]" for a, b in zip(above, below, strict=True)]


def _json_numbers(texts: Texts) -> list[str]:
    return [f'"{text}"' if text else NULL for text in texts]


def _json_values(ratios: Ratios, batch: slice) -> list[str]:
    known = ratios.known[batch].tolist()
    return [f'"{text}"' if has else NULL for text, has in zip(six_texts(ratios.six()[batch]), known, strict=True)]


def _parts(column: ItemColumn, code: int, note: Note | None) -> tuple[str, str, str]:
    """What stands before the value, between value and score, and after; nothing between where no value is shown."""
    if note is not None and isinstance(VARIANTS[code], Gap):
        texts = formula_text(missing_formula(column.item, note, PLACE)).split(PLACE)
    else:
        formulas = [
            *baseline_formulas(column.item, column.yardstick),
            item_formula(column.item, column.yardstick, note, PLACE, PLACE),
        ]
        texts = ",".join(map(formula_text, formulas)).split(PLACE)
    first, *between, last = texts
    return first, between[0] if between else "", last


def _values(ratios: Ratios, batch: slice) -> list[str]:
    """The value of every card in one expression."""
    now = _ratios(ratios.now, batch)
    if ratios.before is None:
        return now
    before = _ratios(ratios.before, batch)
    return [change_text(this, last) for this, last in zip(now, before, strict=True)]


def _ratios(sides: Sides, batch: slice) -> list[str]:
    pairs = zip(sides.above.texts[batch], sides.below.texts[batch], strict=True)
    return [ratio_text(above, below) for above, below in pairs]
