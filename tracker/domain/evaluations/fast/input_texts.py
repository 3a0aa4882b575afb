"""What the cards of a group were scored from, as `card_storage.inputs_to_json` has it.

Every column is written as members of a JSON object, "" where absent; a firm's members are joined.
"""

from tracker.domain.evaluations.fast.columns import FactColumns, FactTable, FirmColumns, Texts
from tracker.domain.evaluations.fast.json_texts import encoded

_FIRM = ("name", "park", "area", "industry", "size_class", "in_production_from", "exempt_reason")
_MARKS = ("promotion", "grade_cap", "size_class", "exempt_reason")


def inputs_texts(table: FactTable, batch: slice) -> list[str]:
    """One object a firm; what is absent is left out."""
    columns = _firms(table.firms, batch), _facts(table.facts, batch), _facts(table.last_year, batch)
    return [
        f'{{"firm":{firm},"facts":{facts},"last_year":{last_year}}}'
        for firm, facts, last_year in zip(*columns, strict=True)
    ]


def _firms(firms: FirmColumns, batch: slice) -> list[str]:
    columns = [_words(name, getattr(firms, name)[batch]) for name in _FIRM]
    codes = zip(firms.code[batch], zip(*columns, strict=True), strict=True)
    return [f'{{"code":{encoded(code)}{"".join(members)}}}' for code, members in codes]


def _facts(facts: FactColumns, batch: slice) -> list[str]:
    present = facts.present[batch]
    if not any(present):
        return ["null"] * len(present)
    columns = [
        *(_figures(name, texts[batch]) for name, texts in facts.quantities.items()),
        [',"veto":true' if veto else "" for veto in facts.veto[batch]],
        *(_words(name, getattr(facts, name)[batch]) for name in _MARKS),
        _taxes(facts, range(batch.start, batch.start + len(present))),
    ]
    rows = zip(present, zip(*columns, strict=True), strict=True)
    return [f'{{"year":{facts.year}{"".join(members)}}}' if has else "null" for has, members in rows]


def _figures(name: str, texts: Texts) -> list[str]:
    return [f',"{name}":"{text}"' if text else "" for text in texts]


def _words(name: str, texts: Texts) -> list[str]:
    """Firms that say the same share its text."""
    known = {text: f',"{name}":{encoded(text)}' if text else "" for text in set(texts)}
    return [known[text] for text in texts]


def _taxes(facts: FactColumns, rows: range) -> list[str]:
    return [f',"taxes":{encoded(facts.taxes[row])}' if row in facts.taxes else "" for row in rows]
