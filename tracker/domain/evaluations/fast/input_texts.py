"""What the cards of a group were scored from, as `card_storage.inputs_to_json` has it."""

from collections.abc import Iterator
from itertools import repeat

from tracker.domain.evaluations.fast.columns import FactColumns, FactTable, FirmColumns, Texts
from tracker.domain.evaluations.fast.json_texts import encoded

_FIRM = ("name", "park", "area", "industry", "size_class", "in_production_from", "exempt_reason")
_MARKS = ("promotion", "grade_cap", "size_class", "exempt_reason")


def inputs_texts(table: FactTable, batch: slice) -> list[str]:
    """One object a firm; what is absent is left out."""
    years = _facts(table.facts, batch), _facts(table.last_year, batch)
    return [
        f'{{"firm":{firm},"facts":{facts},"last_year":{last_year}}}'
        for firm, facts, last_year in zip(_firms(table.firms, batch), *years, strict=True)
    ]


def _firms(firms: FirmColumns, batch: slice) -> Iterator[str]:
    names = [f',"{name}":' for name in _FIRM]
    columns = [_encoded(getattr(firms, name)[batch]) for name in _FIRM]
    for code, texts in zip(_encoded(firms.code[batch]), zip(*columns, strict=True), strict=True):
        rest = "".join([f"{name}{text}" for name, text in zip(names, texts, strict=True) if text])
        yield f'{{"code":{code}{rest}}}'


def _encoded(texts: Texts) -> list[str]:
    """As JSON, "" where absent; firms of one park share its text."""
    known = {text: encoded(text) if text else "" for text in set(texts)}
    return [known[text] for text in texts]


def _facts(facts: FactColumns, batch: slice) -> Iterator[str]:
    given = {name: column for name, texts in facts.quantities.items() if any(column := texts[batch])}
    names = [f',"{name}":"' for name in given]
    present = facts.present[batch]
    numbers = zip(*given.values(), strict=True) if given else repeat((), len(present))
    marks = zip(facts.veto[batch], *(getattr(facts, name)[batch] for name in _MARKS), strict=True)
    first = batch.start
    for row, (has_facts, figures, said) in enumerate(zip(present, numbers, marks, strict=True), first):
        if not has_facts:
            yield "null"
            continue
        written = "".join([f'{name}{text}"' for name, text in zip(names, figures, strict=True) if text])
        marked = _marks(*said) if any(said) else ""
        taxes = f',"taxes":{encoded(facts.taxes[row])}' if row in facts.taxes else ""
        yield f'{{"year":{facts.year}{written}{marked}{taxes}}}'


def _marks(veto: bool, *texts: str) -> str:
    said = "".join(f',"{name}":{encoded(text)}' for name, text in zip(_MARKS, texts, strict=True) if text)
    return f',"veto":true{said}' if veto else said
